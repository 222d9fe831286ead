import TinyQueue from 'tinyqueue';
import type { Clock } from './clock.ts';

interface Timer {
  readonly at: number;
  readonly sequence: number;
  action: (() => void) | undefined;
}

/** How long nothing must happen before a clock that skips waits jumps. */
const IDLE_MS = 50;

/** `setTimeout` fires at once beyond this many milliseconds. */
const LONGEST_SLEEP = 2 ** 31 - 1;

/**
 * The machine's clock. With `skipWaits` it jumps to the next timer as soon as nobody holds it, so that an
 * hour's wait takes no time; its `now` then runs ahead of the machine's by what it skipped.
 */
export function systemClock({ skipWaits = false }: { skipWaits?: boolean } = {}): Clock {
  const timers = new TinyQueue<Timer>([], (a, b) => a.at - b.at || a.sequence - b.sequence);
  let skipped = 0;
  let sequence = 0;
  let holds = 0;
  let stopped = false;
  let sleeping: { until: number; timeout: NodeJS.Timeout } | undefined;
  let idleCheck: NodeJS.Timeout | undefined;

  const now = () => Date.now() + skipped;
  const next = () => {
    while (timers.peek()?.action === undefined && timers.length > 0) timers.pop();
    return timers.peek();
  };
  const fire = () => {
    const time = now();
    for (let timer = next(); timer !== undefined && timer.at <= time; timer = next()) {
      timers.pop();
      const { action } = timer;
      timer.action = undefined;
      action?.();
      if (stopped) return;
    }
    sleep();
  };
  const sleep = () => {
    const timer = next();
    if (timer === undefined) return;
    if (sleeping !== undefined && sleeping.until <= timer.at) return scheduleSkip();
    clearTimeout(sleeping?.timeout);
    const delay = Math.min(Math.max(timer.at - now(), 0), LONGEST_SLEEP);
    sleeping = {
      until: timer.at,
      timeout: setTimeout(() => {
        sleeping = undefined;
        fire();
      }, delay),
    };
    scheduleSkip();
  };
  // Idle milliseconds let what is on its way, a message in a queue say, arrive before time jumps.
  const scheduleSkip = () => {
    if (!skipWaits || holds > 0 || idleCheck !== undefined) return;
    idleCheck = setTimeout(() => {
      idleCheck = undefined;
      const timer = next();
      if (holds > 0 || stopped || timer === undefined) return;
      skipped += Math.max(timer.at - now(), 0);
      fire();
    }, IDLE_MS);
  };

  return {
    now,
    schedule: (at, action) => {
      const timer: Timer = { at, sequence: sequence++, action };
      timers.push(timer);
      if (!stopped) sleep();
      return () => {
        timer.action = undefined;
      };
    },
    hold: () => {
      let held = true;
      holds++;
      return () => {
        if (!held) return;
        held = false;
        holds--;
        scheduleSkip();
      };
    },
    stop: () => {
      stopped = true;
      clearTimeout(sleeping?.timeout);
      clearTimeout(idleCheck);
    },
  };
}
