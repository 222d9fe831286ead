import TinyQueue from 'tinyqueue';

interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** A clock that moves only from one appointment to the next. Times are milliseconds since the simulation began. */
export class VirtualClock {
  now = 0;
  #order = 0;
  readonly #appointments = new TinyQueue<Appointment>([], (a, b) => a.at - b.at || a.order - b.order);

  /** At the same time, what was asked for first happens first. */
  at(at: number, action: () => void): void {
    this.#appointments.push({ at: Math.max(at, this.now), order: this.#order++, action });
  }

  /** The same, so many seconds from now. */
  in(seconds: number, action: () => void): void {
    this.at(this.now + seconds * 1000, action);
  }

  /** Moves to the next appointment and keeps it; false where there is none. */
  advance(): boolean {
    const next = this.#appointments.pop();
    if (next === undefined) return false;
    this.now = next.at;
    next.action();
    return true;
  }
}
