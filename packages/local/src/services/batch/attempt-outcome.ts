import type { EvaluateOnExit, RetryStrategy } from '@aws-sdk/client-batch';

/** How an attempt ended, as DescribeJobs will show it. No exit code: its program never began. */
export interface AttemptEnd {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason: string;
}

/**
 * What follows an attempt that was not stopped from outside. `attemptsMade` counts this one. The first matching
 * rule decides; when none matches the job is tried again.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 */
export function attemptOutcome(
  end: AttemptEnd,
  attemptsMade: number,
  { attempts = 1, evaluateOnExit = [] }: RetryStrategy,
): 'SUCCEEDED' | 'RETRY' | 'FAILED' {
  if (end.exitCode === 0) return 'SUCCEEDED';
  if (attemptsMade >= attempts) return 'FAILED';
  const rule = evaluateOnExit.find((candidate) => matches(candidate, end));
  return rule?.action?.toUpperCase() === 'EXIT' ? 'FAILED' : 'RETRY';
}

const matches = (rule: EvaluateOnExit, { exitCode, reason, statusReason }: AttemptEnd) =>
  fits(rule.onExitCode, exitCode === undefined ? '' : String(exitCode)) &&
  fits(rule.onReason, reason ?? '') &&
  fits(rule.onStatusReason, statusReason);

const fits = (pattern: string | undefined, value: string) => {
  if (pattern === undefined) return true;
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
};
