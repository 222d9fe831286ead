import { createHash } from 'node:crypto';
import type { Json } from '@batch-workflows/asl';
import { callAs, type Integration, type TaskContext } from './integration.ts';
import { memberOf, parametersOf } from './parameters.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { TaskError } from './task-error.ts';
import { textValue } from './text-value.ts';

/**
 * Starts an execution; with `.sync` the result is its description at the end, with `.sync:2` the same with
 * input and output as values instead of JSON texts.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export const statesStartExecution: Integration = {
  name: 'states:startExecution',
  patterns: ['requestResponse', 'sync', 'waitForTaskToken'],
  request: { service: 'states', operation: 'StartExecution', texts: ['Input'] },
  submit: async (parameters, context) => {
    const { StateMachineArn, Name, Input } = parametersOf('states:startExecution', parameters);
    const answer = await callAs(context, 'states', 'StartExecution', {
      stateMachineArn: StateMachineArn,
      name: Name ?? nameOf(context),
      input: Input === undefined || Input === null ? '{}' : textValue(Input),
    });
    return {
      ExecutionArn: answer.executionArn ?? '',
      StartDate: answer.startDate?.getTime() ?? 0,
      ...sdkMetadata(),
    };
  },
  work: {
    key: (submission) => `states/${memberOf(submission, 'ExecutionArn')}`,
    result: async (submission, context) => {
      const executionArn = memberOf(submission, 'ExecutionArn');
      const end = await callAs(context, 'states', 'DescribeExecution', { executionArn });
      if (end.status === 'RUNNING') return undefined;
      const asText = end.status !== 'SUCCEEDED' || !context.resource.endsWith(':2');
      const value = (text: string): Json => (asText ? text : (JSON.parse(text) as Json));
      const description = {
        ...(end.cause === undefined ? {} : { Cause: end.cause }),
        ...(end.error === undefined ? {} : { Error: end.error }),
        ExecutionArn: executionArn,
        ...(end.input === undefined ? {} : { Input: value(end.input), InputDetails: { Included: true } }),
        Name: end.name ?? '',
        ...(end.output === undefined ? {} : { Output: value(end.output), OutputDetails: { Included: true } }),
        StartDate: end.startDate?.getTime() ?? 0,
        StateMachineArn: end.stateMachineArn ?? '',
        Status: end.status ?? '',
        StopDate: end.stopDate?.getTime() ?? 0,
      };
      if (end.status !== 'SUCCEEDED') throw new TaskError('States.TaskFailed', JSON.stringify(description));
      return description;
    },
    cancel: async (submission, context) => {
      await callAs(context, 'states', 'StopExecution', {
        executionArn: memberOf(submission, 'ExecutionArn'),
      });
    },
  },
};

/** The same name when the task is submitted again, so that the second start finds the first. */
const nameOf = ({ idempotencyToken }: TaskContext) =>
  createHash('sha256').update(idempotencyToken).digest('hex').slice(0, 36);
