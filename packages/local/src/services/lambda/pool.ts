import type { Clock } from '../../clock.ts';
import type { Environment } from './environment/environment.ts';
import type { Invocation, Outcome } from './environment/invocation.ts';
import { serviceStopping } from './errors.ts';

interface PoolOptions {
  readonly clock: Clock;
  /** Starts an environment of the function as it is now. */
  start(): Promise<Environment>;
  /** How many invocations may run at once, asked each time. */
  limit(): number;
  /** Called for an invocation over the limit: throws to refuse it, returns to let it wait its turn. */
  overLimit(): void;
}

interface Member {
  readonly environment: Environment;
  readonly generation: number;
  readonly startedAt: number;
  cancelEviction: () => void;
}

const IDLE_MS = 10 * 60_000;
/** Well within the hour that the role's credentials in its environment are valid. */
const MAX_AGE_MS = 45 * 60_000;

/** One function's environments: reused while warm, started on demand, at most `limit` at work. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: Member[] = [];
  readonly #all = new Set<Environment>();
  readonly #waiting: { go: () => void; fail: (error: Error) => void }[] = [];
  #busy = 0;
  #generation = 0;
  #stopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** @throws ServiceException when the pool is stopped meanwhile; what `overLimit` and `start` throw. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    await this.#slot();
    try {
      for (;;) {
        const member = this.#warm() ?? (await this.#cold());
        const outcome = await member.environment.invoke(invocation);
        if (this.#stopped) throw serviceStopping();
        this.#rest(member);
        if (outcome !== undefined) return outcome;
      }
    } finally {
      this.#freeSlot();
    }
  }

  /** The function changed: its environments end, those at work once they have answered. */
  retire(): void {
    this.#generation++;
    for (const member of this.#idle.splice(0)) this.#end(member);
  }

  /** Kills every environment; invocations under way are rejected. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { fail } of this.#waiting.splice(0)) fail(serviceStopping());
    for (const { cancelEviction } of this.#idle.splice(0)) cancelEviction();
    await Promise.all([...this.#all].map((environment) => environment.stop()));
  }

  #slot(): Promise<void> | undefined {
    if (this.#stopped) throw serviceStopping();
    if (this.#busy < this.#options.limit()) {
      this.#busy++;
      return undefined;
    }
    this.#options.overLimit();
    return new Promise((go, fail) => this.#waiting.push({ go, fail }));
  }

  #freeSlot(): void {
    this.#busy--;
    while (this.#busy < this.#options.limit()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#busy++;
      next.go();
    }
  }

  #warm(): Member | undefined {
    for (let member = this.#idle.pop(); member !== undefined; member = this.#idle.pop()) {
      member.cancelEviction();
      const fresh = this.#options.clock.now() - member.startedAt < MAX_AGE_MS;
      if (fresh && !member.environment.ended()) return member;
      this.#end(member);
    }
    return undefined;
  }

  async #cold(): Promise<Member> {
    const generation = this.#generation;
    const environment = await this.#options.start();
    this.#all.add(environment);
    const member = {
      environment,
      generation,
      startedAt: this.#options.clock.now(),
      cancelEviction: () => {},
    };
    if (this.#stopped) {
      this.#end(member);
      throw serviceStopping();
    }
    return member;
  }

  #rest(member: Member): void {
    if (member.generation !== this.#generation || member.environment.ended()) {
      this.#end(member);
      return;
    }
    const { clock } = this.#options;
    member.cancelEviction = clock.schedule(clock.now() + IDLE_MS, () => {
      this.#idle.splice(this.#idle.indexOf(member), 1);
      this.#end(member);
    });
    this.#idle.push(member);
  }

  #end(member: Member): void {
    member.cancelEviction();
    void member.environment.stop().then(() => this.#all.delete(member.environment));
  }
}
