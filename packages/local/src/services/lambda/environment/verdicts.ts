import type { Verdict } from './invocation.ts';

/** Of a response: 6 MB and AWS's 100 bytes of grace. */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

/** How a process ended; `reason` is set when it did not even start. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly reason?: string;
}

/** The function's `Timeout` ran out. `now` in ms since 1970. */
export function timedOut(requestId: string, seconds: number, now: number): Verdict {
  const text = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return {
    ...failure('Sandbox.Timedout', `RequestId: ${requestId} Error: ${text}`),
    logLine: `${new Date(now).toISOString()} ${requestId} ${text}`,
  };
}

/** The function used more than its `MemorySize`. */
export const outOfMemory = (requestId: string): Verdict =>
  crashed('Runtime.OutOfMemory', `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`);

/** The process ended without an answer. */
export const exited = (requestId: string, end: ProcessEnd): Verdict =>
  crashed('Runtime.ExitError', `RequestId: ${requestId} Error: ${endText(end)}`);

export const responseTooLarge = (bytes: number): Verdict =>
  failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  );

/** What the handler, or its module while it loaded, threw; as the runtime posted it. */
export function thrown(payload: Uint8Array): Verdict {
  return { payload, errorType: errorTypeOf(payload) ?? 'Unhandled' };
}

function failure(errorType: string, errorMessage: string): Verdict {
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}

const crashed = (errorType: string, errorMessage: string): Verdict => ({
  ...failure(errorType, errorMessage),
  logLine: `${errorMessage}\n${errorType}`,
});

function errorTypeOf(payload: Uint8Array): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload).toString());
    if (typeof parsed === 'object' && parsed !== null && 'errorType' in parsed)
      return String(parsed.errorType);
  } catch {
    // An error body that is not JSON has no type; it is passed on as it came.
  }
  return undefined;
}

const SIGNAL_NAMES: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
};

function endText({ code, signal, reason }: ProcessEnd): string {
  if (reason !== undefined) return `the function's process did not start: ${reason}`;
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  if (code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${code}`;
}
