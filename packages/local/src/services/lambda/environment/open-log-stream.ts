import type { LogStreamOptions } from '../../../log-stream.ts';

/**
 * Makes an environment's log stream, and its group where that is missing, as far as the function's role may.
 * Rejects with what CloudWatch Logs refuses. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export async function openLogStream({ call, group, stream, identity }: LogStreamOptions): Promise<void> {
  const create = () =>
    call('logs', 'CreateLogStream', { logGroupName: group, logStreamName: stream }, { identity });
  try {
    await create();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    await call('logs', 'CreateLogGroup', { logGroupName: group }, { identity });
    await create();
  }
}
