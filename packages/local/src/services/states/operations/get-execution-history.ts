import type {
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  HistoryEvent,
} from '@aws-sdk/client-sfn';
import { history, type LogEvent } from '@batch-workflows/asl';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../names.ts';
import { pageBounds } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory = ({
  config,
  machines,
  executions,
}: StatesParts): Operation<
  GetExecutionHistoryCommandInput,
  Omit<GetExecutionHistoryCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: (input) => {
    const { executionArn = '', reverseOrder = false, includeExecutionData = true } = input;
    const execution = executions.get(requireArn(executionArn, 'execution'));
    const log = executions.log(executionArn);
    const length = lastId(log);
    const { start, end, nextToken } = pageBounds(length, input, { byDefault: 100, most: 1000 });
    const range = reverseOrder
      ? { first: length - end + 1, last: length - start }
      : { first: start + 1, last: end };
    const events = history(log, machines.program(execution.definitionId), config.region, range);
    if (reverseOrder) events.reverse();
    return {
      events: events.map(({ timestamp, ...event }) => {
        const shown = includeExecutionData ? event : withoutData(event);
        return { ...shown, timestamp: new Date(timestamp) } as HistoryEvent;
      }),
      nextToken,
    };
  },
});

/** The number of events that the history shows. */
function lastId(log: readonly LogEvent[]): number {
  return log.findLast((event) => event.id !== undefined)?.id ?? 0;
}

const DATA = new Set(['input', 'output', 'parameters', 'inputDetails', 'outputDetails']);

function withoutData(event: object): object {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !DATA.has(name)))
        : value,
    ]),
  );
}
