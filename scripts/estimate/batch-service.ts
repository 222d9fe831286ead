import { isArray, isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import { chance } from './chance.ts';
import type { Compute } from './compute.ts';
import { QUOTAS } from './quotas.ts';
import type { Tally } from './tally.ts';
import { NoModel, type TaskEnd } from './task-end.ts';
import { TokenBucket } from './token-bucket.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Scenario, SubmittedJob } from './world.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const JOB_ARN = 'arn:aws:batch:us-east-1:123456789012:job/';
/** SubmitJob as the workflows use it: throttled at its rate, jobs and arrays, `.sync` and termination. */
export class BatchService {
  readonly #clock: VirtualClock;
  readonly #tally: Tally;
  readonly #scenario: Scenario;
  readonly #compute: Compute;
  readonly #rate = new TokenBucket(QUOTAS.submitJob);
  #submitted = 0;
  readonly #chance = chance(0xfa11);

  constructor(clock: VirtualClock, tally: Tally, scenario: Scenario, compute: Compute) {
    this.#clock = clock;
    this.#tally = tally;
    this.#scenario = scenario;
    this.#compute = compute;
  }

  /** @param waits whether the task goes on only when the job has ended; @throws NoModel */
  submitJob(parameters: JsonObject, waits: boolean, end: TaskEnd): void {
    const { callSeconds } = this.#scenario.assumptions;
    const refuse = (error: string, cause: string) =>
      this.#clock.in(callSeconds, () => end.failed('submit', error, cause));
    if (this.#scenario.throttles && !this.#rate.take(this.#clock.now)) {
      this.#tally.add('throttled/batch:SubmitJob');
      return refuse('Batch.TooManyRequestsException', 'Too Many Requests');
    }
    const job = this.#jobOf(parameters);
    const isAnArray = parameters['ArrayProperties'] !== undefined;
    const most = QUOTAS.arraySize.value;
    if (isAnArray && (job.size < 2 || job.size > most))
      return refuse('Batch.ClientException', `An array has 2 to ${most} children, not ${job.size}`);
    this.#clock.in(callSeconds, () => this.#take(job, parameters, waits, end));
  }

  #take(job: SubmittedJob, parameters: JsonObject, waits: boolean, end: TaskEnd): void {
    const JobId = `${(this.#submitted++).toString(16).padStart(8, '0')}${ID.slice(8)}`;
    const submission = { JobArn: `${JOB_ARN}${JobId}`, JobId, JobName: String(parameters['JobName']) };
    if (!waits) {
      this.#run(job, () => {});
      return end.succeeded(submission);
    }
    end.submitted(submission);
    const cancel = this.#run(job, (failed) => {
      const details = detailsOf(submission, parameters['Parameters'] ?? {}, failed);
      this.#clock.in(this.#scenario.assumptions.noticeSeconds, () =>
        failed ? end.failed('run', 'States.TaskFailed', JSON.stringify(details)) : end.succeeded(details),
      );
    });
    end.cancelBy(() => {
      this.#tally.add('calls/batch:TerminateJob');
      cancel();
    });
  }

  /** Runs a job, or every child of an array. @returns what terminates it */
  #run(job: SubmittedJob, done: (failed: boolean) => void): () => void {
    const { application, assumptions } = this.#scenario;
    let left = job.size;
    let failed = false;
    const cancels = Array.from({ length: job.size }, (_, child) => {
      const { works, requests, succeeded } = application.begin(job, child);
      this.#tally.addRequests(requests);
      const fails = works && this.#fails(job);
      return this.#compute.run(job.settings, works ? assumptions.jobSeconds : 0, () => {
        if (fails) failed = true;
        else succeeded();
        if (--left === 0) done(failed);
      });
    });
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  /** By a chance that is the same in every simulation; the merge, which is one job, does not fail. */
  #fails({ command }: SubmittedJob): boolean {
    return command[0] !== 'merge' && this.#chance() < this.#scenario.assumptions.failureRate;
  }

  #jobOf(parameters: JsonObject): SubmittedJob {
    const id = String(parameters['JobDefinition']);
    const settings = this.#scenario.settings.jobs.get(id);
    if (settings === undefined) throw new NoModel(`the stage has no job definition ${id}`);
    const values: JsonObject = { ...settings.parameters, ...objectAt(parameters, 'Parameters') };
    const overridden = objectAt(parameters, 'ContainerOverrides')['Command'] ?? null;
    const command = isArray(overridden) ? overridden.map(String) : settings.command;
    return {
      settings,
      command: command.map((word) =>
        word.startsWith('Ref::') ? String(values[word.slice('Ref::'.length)] ?? word) : word,
      ),
      size: Number(objectAt(parameters, 'ArrayProperties')['Size'] ?? 1),
    };
  }
}

function objectAt(parameters: JsonObject, name: string): JsonObject {
  const value = parameters[name] ?? null;
  return isObject(value) ? value : {};
}

/** A job's end, as far as the workflows read it. */
function detailsOf(submission: JsonObject, parameters: Json, failed: boolean): JsonObject {
  return {
    ...submission,
    Parameters: parameters,
    Status: failed ? 'FAILED' : 'SUCCEEDED',
    StatusReason: 'Essential container in task exited',
    Container: { ExitCode: failed ? 1 : 0, LogStreamName: `job/default/${ID.replaceAll('-', '')}` },
  };
}
