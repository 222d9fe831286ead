import { randomUUID } from 'node:crypto';
import {
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type ExecutionEnd, follow } from '../../scripts/workflow-client/follow.ts';
import { countExecution } from '../asl-coverage/records.ts';
import type { Application } from './start-host.ts';

/** The workflows, and the stack outputs that are their ARNs. */
const MACHINES = {
  'manage-batch-job': 'ManageBatchJobStateMachineArn',
  'preprocess-batch-job': 'PreprocessBatchJobStateMachineArn',
  'fan-out-batch-jobs': 'FanOutBatchJobsStateMachineArn',
  'fan-out-distributed': 'FanOutDistributedStateMachineArn',
  'array-batch-job': 'ArrayBatchJobStateMachineArn',
  callback: 'CallbackStateMachineArn',
  'service-integration-patterns': 'ServiceIntegrationPatternsStateMachineArn',
} as const;

export type WorkflowName = keyof typeof MACHINES;
export const WORKFLOWS = Object.keys(MACHINES) as WorkflowName[];

/** An execution that was started. */
export interface Started {
  readonly name: string;
  readonly executionArn: string;
  /** Its end and its whole history. */
  end(): Promise<Ended>;
}

export interface Ended extends Omit<ExecutionEnd, 'output'> {
  readonly name: string;
  readonly executionArn: string;
  /** Parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: each workflow has a result of its own, which its test knows.
  readonly output: any;
  readonly events: readonly HistoryEvent[];
  /** The states in the order in which they were entered. */
  readonly states: readonly string[];
}

export const executionName = (): string => `test-${randomUUID()}`;

/** Starts an execution with a name of its own. `input` is JSON text, or what is to be sent as such. */
export async function startWorkflow(
  host: Application,
  workflow: WorkflowName,
  input: unknown,
  name = executionName(),
): Promise<Started> {
  const { executionArn = '' } = await host.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: host.output(MACHINES[workflow]),
      name,
      input: typeof input === 'string' ? input : JSON.stringify(input),
    }),
  );
  return { name, executionArn, end: () => endOf(host, name, executionArn) };
}

/** Runs an execution to its end. */
export const runWorkflow = async (
  host: Application,
  workflow: WorkflowName,
  input: unknown,
): Promise<Ended> => (await startWorkflow(host, workflow, input)).end();

/** Follows an execution, perhaps one that another host started, to its end. */
export async function endOf(host: Application, name: string, executionArn: string): Promise<Ended> {
  const stage = { name: 'local', isLocal: true, sfn: host.sfn, batch: host.batch, pollMs: 50 };
  const events: HistoryEvent[] = [];
  const { output, ...end } = await follow(stage, executionArn, (event) => events.push(event));
  const [, , , , , , stateMachineName = ''] = executionArn.split(':');
  for (const each of [events, ...(await childHistories(host, events))])
    countExecution(stateMachineName, each);
  const states = events.flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []);
  return {
    ...end,
    name,
    executionArn,
    output: output === undefined ? undefined : JSON.parse(output),
    events,
    states,
  };
}

/** The histories of the child workflows of its map runs. */
async function childHistories(
  { sfn }: Application,
  events: readonly HistoryEvent[],
): Promise<HistoryEvent[][]> {
  const histories: HistoryEvent[][] = [];
  for (const { mapRunStartedEventDetails: started } of events) {
    if (started?.mapRunArn === undefined) continue;
    for await (const { executions = [] } of paginateListExecutions(
      { client: sfn },
      { mapRunArn: started.mapRunArn },
    ))
      for (const { executionArn } of executions) {
        const child: HistoryEvent[] = [];
        for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn }))
          child.push(...(page.events ?? []));
        histories.push(child);
      }
  }
  return histories;
}
