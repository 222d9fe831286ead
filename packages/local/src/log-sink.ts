/** Where AWS's own log delivery writes: it needs nobody's permission. */
export interface LogSink {
  /** Whether there is such a log group. */
  has(group: string): boolean;
  /** Appends a line to a stream, made on its first line. `timestamp` in ms since 1970. */
  write(group: string, stream: string, timestamp: number, message: string): void;
}
