import type { Assumptions } from './assumptions.ts';
import { FARGATE_MINIMUM_SECONDS } from './prices.ts';
import { QUOTAS } from './quotas.ts';
import type { JobSettings } from './stage-settings.ts';
import type { Tally } from './tally.ts';
import { TokenBucket } from './token-bucket.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Sums of times that are not whole are off by less, and no second is begun by that. */
const ROUNDING = 1e-6;

interface Attempt {
  readonly job: JobSettings;
  readonly seconds: number;
  readonly done: () => void;
  isOver: boolean;
  /** When the download of its image begins, once it is launched. */
  billedFrom: number | undefined;
}

/** Jobs on Fargate: first come, first served, as many at once as the vCPUs hold, launched at Fargate's rate. */
export class Compute {
  readonly #clock: VirtualClock;
  readonly #tally: Tally;
  readonly #assumptions: Assumptions;
  readonly #launches = new TokenBucket(QUOTAS.fargateLaunches);
  readonly #waiting: Attempt[] = [];
  #next = 0;
  #free: number;
  /** Whether a job ever waited for vCPUs. */
  hasQueued = false;

  constructor(clock: VirtualClock, tally: Tally, assumptions: Assumptions, vcpus: number) {
    this.#clock = clock;
    this.#tally = tally;
    this.#assumptions = assumptions;
    this.#free = vcpus;
  }

  get isLaunchLimited(): boolean {
    return this.#launches.throttled > 0;
  }

  /**
   * Takes a job that is RUNNABLE and whose program runs so many seconds; `done` is called when its program has ended.
   * @returns what terminates it: then `done` is not called
   */
  run(job: JobSettings, seconds: number, done: () => void): () => void {
    const attempt: Attempt = { job, seconds, done, isOver: false, billedFrom: undefined };
    this.#waiting.push(attempt);
    this.#start();
    if (attempt.billedFrom === undefined) this.hasQueued = true;
    return () => this.#end(attempt);
  }

  #start(): void {
    for (let head = this.#waiting[this.#next]; head !== undefined; head = this.#waiting[this.#next]) {
      const attempt = head;
      const { job, seconds, done } = attempt;
      if (!attempt.isOver && job.vcpus > this.#free) return;
      this.#next++;
      if (attempt.isOver) continue;
      this.#free -= job.vcpus;
      const { provisionSeconds, pullSeconds } = this.#assumptions;
      const billedFrom = this.#launches.reserve(this.#clock.now, 1) + provisionSeconds * 1000;
      attempt.billedFrom = billedFrom;
      this.#clock.at(billedFrom + (pullSeconds + seconds) * 1000, () => {
        if (!attempt.isOver) done();
        this.#end(attempt);
      });
    }
  }

  #end(attempt: Attempt): void {
    if (attempt.isOver) return;
    attempt.isOver = true;
    const { job, billedFrom } = attempt;
    if (billedFrom === undefined) return;
    this.#bill(job, Math.max(0, this.#clock.now - billedFrom) / 1000);
    this.#free += job.vcpus;
    this.#start();
  }

  #bill(job: JobSettings, seconds: number): void {
    const billed = Math.max(FARGATE_MINIMUM_SECONDS, Math.ceil(seconds - ROUNDING));
    this.#tally.add('jobs');
    this.#tally.add(`fargate/vcpuSeconds/${job.architecture}`, billed * job.vcpus);
    this.#tally.add(`fargate/gbSeconds/${job.architecture}`, billed * job.memoryGb);
    if (job.hasPublicIp) this.#tally.add('publicIpv4Seconds', billed);
  }
}
