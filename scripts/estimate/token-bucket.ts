import type { RateQuota } from './quotas.ts';

/** A rate quota at work: tokens come back continuously, up to the burst. Times in milliseconds. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at = 0;
  /** How often somebody had to wait or was refused. */
  throttled = 0;

  constructor({ value, burst }: Pick<RateQuota, 'value' | 'burst'>) {
    this.#perMs = value / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes a token if there is one. */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) {
      this.throttled++;
      return false;
    }
    this.#tokens--;
    return true;
  }

  /** Takes tokens that may have yet to come back; gives the time from which they are there. */
  reserve(now: number, count: number): number {
    this.#refill(now);
    this.#tokens -= count;
    if (this.#tokens >= 0) return now;
    this.throttled++;
    return now - this.#tokens / this.#perMs;
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
