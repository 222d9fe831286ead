/** Which attempts a fault strikes: all of what is given has to fit. Texts may hold `*` and `?`. */
export interface JobSelector {
  readonly name?: string;
  readonly queue?: string;
  /** `name` or `name:revision` */
  readonly definition?: string;
  readonly arrayIndex?: number;
  /** 1 for the first. */
  readonly attempt?: number;
}

/** How often it strikes of what it fits: always when neither is given. */
interface Often {
  /** At most so many times. */
  readonly times?: number;
  /** From 0 to 1, drawn anew for each that fits. */
  readonly probability?: number;
}

interface OfJob extends Often {
  readonly job?: JobSelector;
}

/** The host or the task is taken away, `afterSeconds` (0 when absent) after the program's start. */
export interface SpotReclaim extends OfJob {
  readonly fault: 'spot-reclaim';
  readonly afterSeconds?: number;
}

export interface ImagePull extends OfJob {
  readonly fault: 'image-pull';
}

/** The program is killed for its memory, `afterSeconds` (0 when absent) after its start. */
export interface OutOfMemory extends OfJob {
  readonly fault: 'out-of-memory';
  readonly afterSeconds?: number;
}

/** The job is not placed while it is the head of its queue, which it holds back until it is ended. */
export interface StuckRunnable extends OfJob {
  readonly fault: 'stuck-runnable';
  /** The status reason; insufficient capacity when absent. */
  readonly reason?: string;
}

/** The attempt stays in STARTING for so many seconds. */
export interface SlowStart extends OfJob {
  readonly fault: 'slow-start';
  readonly seconds: number;
}

/** An API call is refused before anything is done. */
export interface FailingCall extends Often {
  readonly fault: 'failing-call';
  /** `batch:SubmitJob`; may hold `*` and `?`. */
  readonly operation: string;
  /** AWS's error code, for example `TooManyRequestsException`. */
  readonly code: string;
  readonly message?: string;
  /** Of HTTP; what is usual for the code when absent. */
  readonly status?: number;
}

export type JobFault = SpotReclaim | ImagePull | OutOfMemory | StuckRunnable | SlowStart;
export type Fault = JobFault | FailingCall;

/** What goes wrong on purpose. */
export interface FaultPlan {
  /** Makes the draws of `probability` the same in each run; 1 when absent. */
  readonly seed?: number;
  readonly faults: readonly Fault[];
}
