import { isArray, isObject, type Json, type JsonObject, parseResource } from '@batch-workflows/asl';
import type { Assumptions } from './assumptions.ts';
import { Compute } from './compute.ts';
import { QUOTAS } from './quotas.ts';
import type { JobSettings } from './stage-settings.ts';
import type { Tally } from './tally.ts';
import { TokenBucket } from './token-bucket.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Scenario, SubmittedJob } from './world.ts';

/** What becomes of a task, each called at its time. */
export interface TaskEnd {
  submitted(output: Json): void;
  succeeded(output: Json): void;
  failed(stage: 'submit' | 'run', error: string, cause: string): void;
  /** Is told once how to end the work, where it can be ended. */
  cancelBy(cancel: () => void): void;
}

/** The estimate has no model of what a workflow asks for. */
export class NoModel extends Error {}

/** AWS as the workflows see it: answers to their calls, after the time that they are assumed to take. */
export class Services {
  readonly compute: Compute;
  readonly #clock: VirtualClock;
  readonly #tally: Tally;
  readonly #scenario: Scenario;
  readonly #submits = new TokenBucket(QUOTAS.submitJob);
  #submitted = 0;
  #workJobs = 0;

  constructor(clock: VirtualClock, tally: Tally, scenario: Scenario) {
    this.#clock = clock;
    this.#tally = tally;
    this.#scenario = scenario;
    this.compute = new Compute(clock, tally, scenario.assumptions, scenario.vcpus);
  }

  /** Begins a task's work. @throws NoModel */
  call(resource: string, parameters: JsonObject, end: TaskEnd): void {
    const parsed = parseResource(resource);
    if (parsed?.kind !== 'service') throw new NoModel(`the estimate does not know ${resource}`);
    const action = parsed.resource.split('.')[0] ?? '';
    const service = parsed.resourceType.replace('aws-sdk:', '');
    this.#tally.add(`calls/${service}:${action.charAt(0).toUpperCase()}${action.slice(1)}`);
    switch (`${service}:${action}`) {
      case 'lambda:invoke':
        return this.#invoke(parameters, end);
      case 'batch:submitJob':
        return this.#submitJob(parameters, parsed.pattern === 'sync', end);
      case 's3:getObject':
        return this.#answer(end, () => ({
          Body: this.#scenario.application.object(String(parameters['Key'])),
        }));
      case 'sns:publish':
        return this.#answer(end, () => ({ MessageId: ID }));
      default:
        throw new NoModel(
          `the estimate does not know ${service}:${action}; give scripts/estimate/services.ts its answer`,
        );
    }
  }

  /** The items of a Distributed Map, read from S3 by Step Functions. */
  readItems(request: JsonObject, end: TaskEnd): void {
    this.#tally.add('calls/s3:GetObject');
    this.#answer(end, () => [...this.#scenario.application.items(request)]);
  }

  /** Writes a Distributed Map's results: a file per status that occurs, and a manifest. */
  writeResults(MapRunArn: string, request: JsonObject, statuses: number, end: TaskEnd): void {
    this.#tally.add('calls/s3:PutObject', statuses + 1);
    const parameters = request['parameters'] ?? null;
    const bucket = isObject(parameters) ? (parameters['Bucket'] ?? '') : '';
    this.#answer(end, () => ({
      MapRunArn,
      ResultWriterDetails: { Bucket: bucket, Key: `map-run/${ID}/manifest.json` },
    }));
  }

  #invoke(parameters: JsonObject, end: TaskEnd): void {
    const id = String(parameters['FunctionName']);
    const { settings, application, assumptions } = this.#scenario;
    const settingsOfFunction = settings.functions.get(id);
    if (settingsOfFunction === undefined) throw new NoModel(`the stage has no function ${id}`);
    const { memoryGb, architecture } = settingsOfFunction;
    this.#tally.add(`lambda/gbSeconds/${architecture}`, memoryGb * assumptions.functionSeconds);
    const { answer, requests } = application.invoke(id, parameters['Payload'] ?? null);
    this.#request(requests);
    this.#after(assumptions.functionSeconds, () => end.succeeded({ Payload: answer, StatusCode: 200 }));
  }

  #submitJob(parameters: JsonObject, waits: boolean, end: TaskEnd): void {
    const { assumptions, throttles } = this.#scenario;
    if (throttles && !this.#submits.take(this.#clock.now)) {
      this.#tally.add('throttled/batch:SubmitJob');
      return this.#after(assumptions.callSeconds, () =>
        end.failed('submit', 'Batch.TooManyRequestsException', 'Too Many Requests'),
      );
    }
    const job = this.#jobOf(parameters);
    if (job.size > QUOTAS.arraySize.value || (parameters['ArrayProperties'] !== undefined && job.size < 2)) {
      return this.#after(assumptions.callSeconds, () =>
        end.failed('submit', 'Batch.ClientException', `The array size ${job.size} is not 2 to 10000`),
      );
    }
    const id = `${(this.#submitted++).toString(16).padStart(8, '0')}${ID.slice(8)}`;
    const name = String(parameters['JobName']);
    this.#after(assumptions.callSeconds, () => {
      const submission = { JobArn: `${JOB_ARN}${id}`, JobId: id, JobName: name };
      if (waits) end.submitted(submission);
      const cancels = this.#runAll(job, (failed) => {
        if (!waits) return;
        const details = describe(submission, parameters['Parameters'] ?? {}, failed);
        this.#after(assumptions.noticeSeconds, () =>
          failed ? end.failed('run', 'States.TaskFailed', JSON.stringify(details)) : end.succeeded(details),
        );
      });
      if (!waits) return end.succeeded(submission);
      end.cancelBy(() => {
        this.#tally.add('calls/batch:TerminateJob');
        for (const cancel of cancels) cancel();
      });
    });
  }

  #runAll(job: SubmittedJob, done: (failed: boolean) => void): (() => void)[] {
    let left = job.size;
    let failed = false;
    return Array.from({ length: job.size }, (_, child) => {
      const { works, requests, succeeded } = this.#scenario.application.begin(job, child);
      this.#request(requests);
      const fails = works && this.#fails(job);
      const seconds = works ? runSeconds(job.settings, this.#scenario.assumptions) : 0;
      return this.compute.run(job.settings, seconds, () => {
        if (fails) failed = true;
        else succeeded();
        if (--left === 0) done(failed);
      });
    });
  }

  /** Evenly spread, so that the same share fails of any hundred; the merge, which is one job, does not. */
  #fails({ settings, command }: SubmittedJob): boolean {
    const { assumptions } = this.#scenario;
    if (runSeconds(settings, assumptions) < assumptions.jobSeconds) return true;
    if (command[0] === 'merge') return false;
    const before = Math.floor(this.#workJobs * assumptions.failureRate + 1e-9);
    return Math.floor(++this.#workJobs * assumptions.failureRate + 1e-9) > before;
  }

  #jobOf(parameters: JsonObject): SubmittedJob {
    const id = String(parameters['JobDefinition']);
    const settings = this.#scenario.settings.jobs.get(id);
    if (settings === undefined) throw new NoModel(`the stage has no job definition ${id}`);
    const given = parameters['Parameters'] ?? null;
    const values: JsonObject = { ...settings.parameters, ...(isObject(given) ? given : {}) };
    const overrides = parameters['ContainerOverrides'] ?? null;
    const command =
      isObject(overrides) && isArray(overrides['Command'] ?? null) ? overrides['Command'] : settings.command;
    const array = parameters['ArrayProperties'] ?? null;
    return {
      settings,
      command: (command as string[]).map((word) =>
        word.startsWith('Ref::') ? String(values[word.slice('Ref::'.length)] ?? word) : word,
      ),
      size: isObject(array) ? Number(array['Size']) : 1,
    };
  }

  #request(requests: Readonly<Record<string, number>>): void {
    for (const [operation, count] of Object.entries(requests))
      this.#tally.add(`jobCalls/s3:${operation}`, count);
  }

  #answer(end: TaskEnd, answer: () => Json): void {
    this.#after(this.#scenario.assumptions.callSeconds, () => end.succeeded(answer()));
  }

  #after(seconds: number, action: () => void): void {
    this.#clock.at(this.#clock.now + seconds * 1000, action);
  }
}

const ID = '00000000-0000-4000-8000-000000000000';
const JOB_ARN = 'arn:aws:batch:us-east-1:123456789012:job/';

/** A job's end, as far as the workflows read it. */
function describe(submission: JsonObject, parameters: Json, failed: boolean): JsonObject {
  return {
    ...submission,
    Parameters: parameters,
    Status: failed ? 'FAILED' : 'SUCCEEDED',
    StatusReason: 'Essential container in task exited',
    Container: { ExitCode: failed ? 1 : 0, LogStreamName: `job/default/${ID.replaceAll('-', '')}` },
  };
}

/** How long a job's program runs: Batch ends it where its definition says. */
const runSeconds = ({ attemptSeconds }: JobSettings, { jobSeconds }: Assumptions): number =>
  attemptSeconds === undefined ? jobSeconds : Math.min(jobSeconds, attemptSeconds);
