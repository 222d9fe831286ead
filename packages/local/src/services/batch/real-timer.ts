/** Runs `action` once `ms` of real time have passed. Returns its cancellation. */
export type Timer = (ms: number, action: () => void) => () => void;

/** `setTimeout` fires at once beyond this many milliseconds. */
const LONGEST_SLEEP = 2 ** 31 - 1;

/** Real time, for what real processes do: it does not skip, whatever the account's clock does. */
export const realTimer: Timer = (ms, action) => {
  let timeout: NodeJS.Timeout;
  const sleep = (left: number) => {
    timeout = setTimeout(
      () => (left > LONGEST_SLEEP ? sleep(left - LONGEST_SLEEP) : action()),
      Math.min(left, LONGEST_SLEEP),
    );
  };
  sleep(ms);
  return () => clearTimeout(timeout);
};
