/** One event on its way to a handler. */
export interface Invocation {
  readonly requestId: string;
  /** JSON, UTF-8. */
  readonly payload: Uint8Array;
  /** As the caller named it, qualified or not. */
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON, from a mobile client. */
  readonly clientContext?: string;
}

/** How it ended. */
export interface Outcome {
  /** The handler's answer or the error, JSON. */
  readonly payload: Uint8Array;
  /** Set when the payload is an error: its type, for example `Sandbox.Timedout`. */
  readonly errorType?: string;
  /** The last 4 KB of the invocation's log. */
  readonly logTail: string;
}

/** What decided an invocation, before its log is closed. */
export interface Verdict extends Omit<Outcome, 'logTail'> {
  /** What Lambda writes of it into the function's log. */
  readonly logLine?: string;
}
