import type { EvaluateOnExit, JobTimeout, RetryStrategy } from '@aws-sdk/client-batch';
import { batchErrors } from '../errors.ts';

const EXIT_CODE = /^[0-9]*\*?$/;
const REASON = /^[A-Za-z0-9.:\s]*\*?$/;
const LONGEST_PATTERN = 512;

/** The limits of a retry strategy and a timeout, in a definition as in a submission. */
export function validateAttemptSettings(settings: {
  retryStrategy?: RetryStrategy | undefined;
  timeout?: JobTimeout | undefined;
}): void {
  validateTimeout(settings.timeout);
  validateRetryStrategy(settings.retryStrategy);
}

function validateTimeout(timeout: JobTimeout | undefined): void {
  const seconds = timeout?.attemptDurationSeconds;
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 60)) return;
  throw batchErrors.invalid(`timeout.attemptDurationSeconds must be at least 60 seconds; it is ${seconds}`);
}

function validateRetryStrategy(strategy: RetryStrategy | undefined): void {
  if (strategy === undefined) return;
  const { attempts, evaluateOnExit = [] } = strategy;
  if (attempts === undefined && evaluateOnExit.length > 0) {
    throw batchErrors.invalid('retryStrategy.attempts must be specified when evaluateOnExit is');
  }
  if (attempts !== undefined && (!Number.isInteger(attempts) || attempts < 1 || attempts > 10)) {
    throw batchErrors.invalid(`retryStrategy.attempts must be between 1 and 10; it is ${attempts}`);
  }
  if (evaluateOnExit.length > 5) {
    throw batchErrors.invalid('retryStrategy.evaluateOnExit can have at most 5 conditions');
  }
  for (const rule of evaluateOnExit) validateRule(rule);
}

function validateRule({ action, onExitCode, onReason, onStatusReason }: EvaluateOnExit): void {
  if (!['RETRY', 'EXIT'].includes(String(action).toUpperCase())) {
    throw batchErrors.invalid(`retryStrategy.evaluateOnExit.action must be RETRY or EXIT; it is ${action}`);
  }
  requirePattern('onExitCode', onExitCode, EXIT_CODE, 'digits');
  requirePattern('onReason', onReason, REASON, 'letters, digits, periods, colons and white space');
  requirePattern(
    'onStatusReason',
    onStatusReason,
    REASON,
    'letters, digits, periods, colons and white space',
  );
}

function requirePattern(member: string, pattern: string | undefined, form: RegExp, rule: string): void {
  if (pattern === undefined || (pattern.length <= LONGEST_PATTERN && form.test(pattern))) return;
  throw batchErrors.invalid(
    `retryStrategy.evaluateOnExit.${member} can hold up to ${LONGEST_PATTERN} ${rule}, and end with an asterisk`,
  );
}
