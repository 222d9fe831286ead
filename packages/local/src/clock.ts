/** The only source of time. Times are milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Runs `action` at `at` (any distance ahead; at once when past). Returns its cancellation. */
  schedule(at: number, action: () => void): () => void;
  /** Says that work is running, so that a clock that skips waits must not. Returns the end of that work. */
  hold(): () => void;
  stop(): void;
}
