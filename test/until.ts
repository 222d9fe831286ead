import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks until `look` gives something, and gives it back.
 * @throws an `Error` that says what never came; by default after 60 s
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const giveUp = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUp) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await sleep(20);
  }
}
