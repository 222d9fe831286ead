import { isArray, isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import { models } from '../protocol/protocols.ts';
import { callAs, type Integration } from './integration.ts';
import { toApiCase, toStateCase } from './member-case.ts';
import { memberOf, parametersOf } from './parameters.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { TaskError } from './task-error.ts';

/**
 * Submits a job; with `.sync` the state's result is what DescribeJobs says of the job at its end.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
 */
export const batchSubmitJob: Integration = {
  name: 'batch:submitJob',
  patterns: ['requestResponse', 'sync'],
  request: { service: 'batch', operation: 'SubmitJob' },
  submit: async (parameters, context) => {
    const given = parametersOf('batch:submitJob', parameters);
    const request = context.pattern === 'sync' ? markedAsManaged(given) : given;
    const answer = await callAs(
      context,
      'batch',
      'SubmitJob',
      toApiCase(shapeOf('SubmitJob', 'input'), request),
    );
    return {
      JobArn: answer.jobArn ?? '',
      JobId: answer.jobId ?? '',
      JobName: answer.jobName ?? '',
      ...sdkMetadata(),
    };
  },
  work: {
    key: (submission) => `batch/${memberOf(submission, 'JobId')}`,
    result: async (submission, context) => {
      const { jobs } = await callAs(context, 'batch', 'DescribeJobs', {
        jobs: [memberOf(submission, 'JobId')],
      });
      const [job] = jobs ?? [];
      if (job?.status !== 'SUCCEEDED' && job?.status !== 'FAILED') return undefined;
      const described = toStateCase(shapeOf('DescribeJobs', 'output'), { jobs: [job] });
      const details =
        isObject(described) && isArray(described['Jobs']) ? (described['Jobs'][0] ?? null) : null;
      if (job.status === 'FAILED') throw new TaskError('States.TaskFailed', JSON.stringify(details));
      return details;
    },
    cancel: async (submission, context) => {
      await callAs(context, 'batch', 'TerminateJob', {
        jobId: memberOf(submission, 'JobId'),
        reason: 'Step Functions no longer waits for this job: its execution stopped, failed or timed out',
      });
    },
  },
};

/** Step Functions marks the jobs that it waits for. */
function markedAsManaged(parameters: JsonObject): JsonObject {
  const overrides = parameters['ContainerOverrides'];
  const given = isObject(overrides) ? overrides : {};
  const environment: Json = isArray(given['Environment']) ? given['Environment'] : [];
  const mark = { Name: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' };
  return { ...parameters, ContainerOverrides: { ...given, Environment: [...environment, mark] } };
}

function shapeOf(operation: string, side: 'input' | 'output') {
  const model = models.batch.operations.get(operation);
  if (model === undefined) throw new Error(`the Batch client has no ${operation}`);
  return model[side];
}
