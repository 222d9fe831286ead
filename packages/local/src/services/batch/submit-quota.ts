/** SubmitJob calls a second and account. https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const RATE = 50;

/** A bucket of calls that fills at `RATE` a second and holds one second's. */
export class SubmitQuota {
  readonly #now: () => number;
  #calls = RATE;
  #filledAt: number;

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now;
    this.#filledAt = now();
  }

  /** Whether one more call is within the quota; it then counts. */
  take(): boolean {
    const now = this.#now();
    this.#calls = Math.min(RATE, this.#calls + ((now - this.#filledAt) * RATE) / 1000);
    this.#filledAt = now;
    if (this.#calls < 1) return false;
    this.#calls--;
    return true;
  }
}
