import { randomUUID } from 'node:crypto';
import {
  type DescribeExecutionOutput,
  type HistoryEvent,
  type HistoryEventType,
  paginateGetExecutionHistory,
  type SFN,
} from '@aws-sdk/client-sfn';
import { until } from '../until.ts';
import { ROLE } from './clients.ts';

export { ROLE };

/** A definition of one state, `State`. */
export const single = (state: object) => ({ StartAt: 'State', States: { State: { End: true, ...state } } });

/** Creates a state machine, under a name of its own when none is given, and gives its ARN. */
export async function createMachine(
  sfn: SFN,
  definition: object | string,
  name = `machine-${randomUUID()}`,
): Promise<string> {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const { stateMachineArn = '' } = await sfn.createStateMachine({ name, roleArn: ROLE, definition: text });
  return stateMachineArn;
}

/** Starts an execution and gives its ARN. */
export async function start(sfn: SFN, stateMachineArn: string, input: unknown = {}): Promise<string> {
  const { executionArn = '' } = await sfn.startExecution({ stateMachineArn, input: JSON.stringify(input) });
  return executionArn;
}

/** An execution once it has ended. */
export function ended(sfn: SFN, executionArn: string): Promise<DescribeExecutionOutput> {
  return until(`${executionArn} to end`, async () => {
    const execution = await sfn.describeExecution({ executionArn });
    return execution.status === 'RUNNING' ? undefined : execution;
  });
}

/** Runs a definition once, from its creation to the end of its execution. */
export async function run(
  sfn: SFN,
  definition: object | string,
  input: unknown = {},
): Promise<DescribeExecutionOutput> {
  return ended(sfn, await start(sfn, await createMachine(sfn, definition), input));
}

/** What an execution has put out. @throws an `Error` with its error and cause when it did not succeed */
export function outputOf({ status, output, error, cause }: DescribeExecutionOutput) {
  if (output === undefined) throw new Error(`${status}: ${error}: ${cause}`);
  return JSON.parse(output);
}

/** An execution's whole history. */
export async function historyOf(sfn: SFN, executionArn = ''): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn, maxResults: 1000 })) {
    events.push(...(page.events ?? []));
  }
  return events;
}

/** An execution's first event of a type, once it is there. */
export function eventOf(sfn: SFN, executionArn: string, type: HistoryEventType): Promise<HistoryEvent> {
  return until(`${type} of ${executionArn}`, async () =>
    (await historyOf(sfn, executionArn)).find((event) => event.type === type),
  );
}

/** The names of the states that were entered, in order. */
export const statesEntered = (events: readonly HistoryEvent[]) =>
  events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
