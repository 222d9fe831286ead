const DEFAULT_SECONDS = 30;

/** The time between heartbeats, in milliseconds, from the setting in seconds. */
export function heartbeatMs(seconds: string | undefined): number {
  if (seconds === undefined) return DEFAULT_SECONDS * 1000;
  const number = Number(seconds);
  if (seconds.trim() === '' || !(number >= 1)) {
    throw new Error(
      `HEARTBEAT_SECONDS is ${JSON.stringify(seconds)}: set it to 1 or more in serverless.yml, and below the state's HeartbeatSeconds`,
    );
  }
  return number * 1000;
}
