import type {
  DescribeStateMachineForExecutionCommandInput,
  DescribeStateMachineForExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { mapStateOf, processorOf, statesIn } from '@batch-workflows/asl';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';
import { variablesIn } from '../variables-in.ts';

/**
 * The state machine as it was when the execution started; of a child workflow, what its Map state runs for each item.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html
 */
export const describeStateMachineForExecution = ({
  machines,
  executions,
  mapRuns,
}: StatesParts): Operation<
  DescribeStateMachineForExecutionCommandInput,
  Omit<DescribeStateMachineForExecutionCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: ({ executionArn = '', includedData = 'ALL_DATA' }) => {
    requireArn(executionArn, 'execution');
    const child = executions.find(executionArn) === undefined ? mapRuns.child(executionArn) : undefined;
    const execution = child?.record ?? executions.get(executionArn);
    const whole = machines.definition(execution.definitionId);
    const own =
      child === undefined
        ? whole
        : processorText(whole, mapStateOf(executions.log(child.root.executionArn), child.mapRunArn));
    const definition = includedData === 'ALL_DATA' ? own : undefined;
    return {
      stateMachineArn: execution.stateMachineArn,
      name: execution.stateMachineName,
      definition: definition ?? '{}',
      roleArn: execution.roleArn,
      updateDate: new Date(execution.stateMachineUpdatedAt),
      loggingConfiguration: { ...execution.loggingConfiguration },
      tracingConfiguration: execution.tracingConfiguration,
      encryptionConfiguration: execution.encryptionConfiguration,
      revisionId: execution.revisionId,
      mapRunArn: child?.mapRunArn,
      label: child === undefined ? undefined : execution.stateMachineName.split('/')[1],
      ...variablesIn(definition),
    };
  },
});

/** The text of what a Map state runs for each item. */
function processorText(definition: string, mapState: string | undefined): string {
  for (const { name, state } of statesIn(JSON.parse(definition)))
    if (name === mapState) return JSON.stringify(processorOf(state));
  return definition;
}
