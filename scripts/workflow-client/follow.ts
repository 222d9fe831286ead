import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import type { Stage } from './stage.ts';

export type ExecutionEnd = Pick<
  DescribeExecutionCommandOutput,
  'status' | 'output' | 'error' | 'cause' | 'startDate' | 'stopDate'
>;

/**
 * Follows an execution to its end: `onEvent` gets every event of its history once, in order.
 * @param signal ends the following, not the execution
 */
export async function follow(
  stage: Stage,
  executionArn: string,
  onEvent: (event: HistoryEvent) => void,
  signal?: AbortSignal,
): Promise<ExecutionEnd> {
  let page: string | undefined;
  let seen = 0;
  for (;;) {
    // Asked before the history, so that no event comes after the last look at it.
    const execution = await stage.sfn.send(new DescribeExecutionCommand({ executionArn }));
    let more: string | undefined;
    do {
      const history = await stage.sfn.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken: page }),
      );
      for (const event of history.events ?? []) {
        if ((event.id ?? 0) <= seen) continue;
        seen = event.id ?? seen;
        onEvent(event);
      }
      more = history.nextToken;
      page = more ?? page;
    } while (more !== undefined);
    if (execution.status !== 'RUNNING') return execution;
    await sleep(stage.pollMs, undefined, signal === undefined ? {} : { signal });
  }
}
