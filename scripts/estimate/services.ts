import { isObject, type Json, type JsonObject, parseResource } from '@batch-workflows/asl';
import { BatchService } from './batch-service.ts';
import { Compute } from './compute.ts';
import type { Tally } from './tally.ts';
import { NoModel, type TaskEnd } from './task-end.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Scenario } from './world.ts';

const MESSAGE_ID = '00000000-0000-4000-8000-000000000000';

/** AWS as the workflows see it: answers to their calls, after the time that they are assumed to take. */
export class Services {
  readonly compute: Compute;
  readonly #batch: BatchService;
  readonly #clock: VirtualClock;
  readonly #tally: Tally;
  readonly #scenario: Scenario;

  constructor(clock: VirtualClock, tally: Tally, scenario: Scenario) {
    this.#clock = clock;
    this.#tally = tally;
    this.#scenario = scenario;
    this.compute = new Compute(clock, tally, scenario.assumptions, scenario.vcpus);
    this.#batch = new BatchService(clock, tally, scenario, this.compute);
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
        return this.#batch.submitJob(parameters, parsed.pattern === 'sync', end);
      case 's3:getObject':
        return this.#answer(end, () => ({
          Body: this.#scenario.application.object(String(parameters['Key'])),
        }));
      case 'sns:publish':
        return this.#answer(end, () => ({ MessageId: MESSAGE_ID }));
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
  writeResults(mapRunArn: string, request: JsonObject, statuses: number, end: TaskEnd): void {
    this.#tally.add('calls/s3:PutObject', statuses + 1);
    const parameters = request['parameters'] ?? null;
    const Bucket = isObject(parameters) ? (parameters['Bucket'] ?? '') : '';
    const Key = `map-run/${MESSAGE_ID}/manifest.json`;
    this.#answer(end, () => ({ MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key } }));
  }

  #invoke(parameters: JsonObject, end: TaskEnd): void {
    const id = String(parameters['FunctionName']);
    const { settings, application, assumptions } = this.#scenario;
    const settingsOfFunction = settings.functions.get(id);
    if (settingsOfFunction === undefined) throw new NoModel(`the stage has no function ${id}`);
    const { memoryGb, architecture } = settingsOfFunction;
    this.#tally.add(`lambda/gbSeconds/${architecture}`, memoryGb * assumptions.functionSeconds);
    const { answer, requests } = application.invoke(id, parameters['Payload'] ?? null);
    this.#tally.addRequests(requests);
    this.#clock.in(assumptions.functionSeconds, () => end.succeeded({ Payload: answer, StatusCode: 200 }));
  }

  #answer(end: TaskEnd, answer: () => Json): void {
    this.#clock.in(this.#scenario.assumptions.callSeconds, () => end.succeeded(answer()));
  }
}
