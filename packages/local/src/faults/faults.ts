import { AwsError } from '../errors.ts';
import { globMatches, globTokens } from '../iam/glob.ts';
import type { JobAttempt } from '../services/batch/job-attempt.ts';
import { chance } from './chance.ts';
import type { FailingCall, Fault, FaultPlan, JobFault, JobSelector, StuckRunnable } from './fault.ts';

/** A plan at work: how often each of its faults has struck, and its draws. */
export class Faults {
  /** Asked each time: another plan than before begins anew. */
  readonly #plan: () => FaultPlan;
  #current: FaultPlan | undefined;
  readonly #struck = new Map<Fault, number>();
  #draw = chance(1);
  /** What was said of the attempt that each queue asked about last: a head of a queue is asked about often. */
  readonly #stuck = new Map<string, { readonly head: string; readonly fault: StuckRunnable | undefined }>();

  constructor(plan: () => FaultPlan) {
    this.#plan = plan;
  }

  /** The first fault of these kinds that strikes an attempt; it then has struck once more. */
  ofJob<Kind extends JobFault['fault']>(
    kinds: readonly Kind[],
    job: JobAttempt,
  ): Extract<JobFault, { fault: Kind }> | undefined {
    const wanted = (fault: Fault): fault is Extract<JobFault, { fault: Kind }> =>
      kinds.some((kind) => kind === fault.fault);
    return this.#faults().find(
      (fault): fault is Extract<JobFault, { fault: Kind }> =>
        wanted(fault) && selects(fault.job ?? {}, job) && this.#strikes(fault),
    );
  }

  /** The fault that keeps an attempt in RUNNABLE; the same answer while it is the head of its queue. */
  stuck(head: JobAttempt): StuckRunnable | undefined {
    this.#faults();
    const name = `${head.jobId} ${head.attempt}`;
    let asked = this.#stuck.get(head.jobQueue);
    if (asked?.head !== name) {
      asked = { head: name, fault: this.ofJob(['stuck-runnable'], head) };
      this.#stuck.set(head.jobQueue, asked);
    }
    return asked.fault;
  }

  /** What an API call is refused with, if it is. */
  ofCall(service: string, operation: string): AwsError | undefined {
    const name = `${service}:${operation}`;
    const struck = this.#faults().find(
      (fault): fault is FailingCall =>
        fault.fault === 'failing-call' && glob(fault.operation, name) && this.#strikes(fault),
    );
    if (struck === undefined) return undefined;
    const { code, message = code, status = usualStatus(code) } = struck;
    return new AwsError(code, message, status);
  }

  #faults(): readonly Fault[] {
    const plan = this.#plan();
    if (plan !== this.#current) {
      this.#current = plan;
      this.#struck.clear();
      this.#stuck.clear();
      this.#draw = chance(plan.seed ?? 1);
    }
    return plan.faults;
  }

  #strikes(fault: Fault): boolean {
    const struck = this.#struck.get(fault) ?? 0;
    if (fault.times !== undefined && struck >= fault.times) return false;
    if (fault.probability !== undefined && this.#draw() >= fault.probability) return false;
    this.#struck.set(fault, struck + 1);
    return true;
  }
}

function selects({ name, queue, definition, arrayIndex, attempt }: JobSelector, job: JobAttempt): boolean {
  const unrevised = job.jobDefinition.slice(0, job.jobDefinition.lastIndexOf(':'));
  return (
    (name === undefined || glob(name, job.jobName)) &&
    (queue === undefined || glob(queue, job.jobQueue)) &&
    (definition === undefined || glob(definition, job.jobDefinition) || glob(definition, unrevised)) &&
    (arrayIndex === undefined || arrayIndex === job.arrayIndex) &&
    (attempt === undefined || attempt === job.attempt)
  );
}

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html */
const usualStatus = (code: string) => {
  if (code.startsWith('TooManyRequests')) return 429;
  if (/^(?:ServiceUnavailable|SlowDown)/u.test(code)) return 503;
  return /^(?:Internal|Server|Service)/u.test(code) ? 500 : 400;
};

const glob = (pattern: string, text: string) => globMatches(globTokens(pattern), text);
