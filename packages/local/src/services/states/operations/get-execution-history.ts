import type {
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  HistoryEvent,
} from '@aws-sdk/client-sfn';
import { history, type LogEvent } from '@batch-workflows/asl';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import { withoutData } from '../event-data.ts';
import { pageBounds } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory = ({
  config,
  machines,
  executions,
  mapRuns,
}: StatesParts): Operation<
  GetExecutionHistoryCommandInput,
  Omit<GetExecutionHistoryCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: (input) => {
    const { executionArn = '', reverseOrder = false, includeExecutionData = true } = input;
    requireArn(executionArn, 'execution');
    const child = executions.find(executionArn) === undefined ? mapRuns.child(executionArn) : undefined;
    const execution = child?.root ?? executions.get(executionArn);
    const log = executions.log(execution.executionArn);
    const length = lastId(log, child?.frame);
    const { start, end, nextToken } = pageBounds(length, input, reverseOrder);
    const range = reverseOrder
      ? { first: length - end + 1, last: length - start }
      : { first: start + 1, last: end };
    const events = history(log, machines.program(execution.definitionId), config.region, range, child?.frame);
    if (reverseOrder) events.reverse();
    return {
      events: events.map(({ timestamp, ...event }) => {
        const shown = includeExecutionData ? event : detailsWithoutData(event);
        return { ...shown, timestamp: new Date(timestamp) } as HistoryEvent;
      }),
      nextToken,
    };
  },
});

/** The number of events that the history shows. */
function lastId(log: readonly LogEvent[], workflow: number | undefined): number {
  return log.findLast((event) => event.id !== undefined && event.workflow === workflow)?.id ?? 0;
}

/** An event with its details, which stand under a key of their own. */
const detailsWithoutData = (event: object): object =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? withoutData(value) : value,
    ]),
  );
