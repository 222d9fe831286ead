import type { Json, JsonObject } from '@batch-workflows/asl';

import { parseFanOutEvent } from '../../packages/generate-batch-input/src/fan-out-event.ts';
import { fitsPayload } from '../../packages/generate-batch-input/src/payload-limit.ts';
import { planFanOut } from '../../packages/generate-batch-input/src/plan-fan-out.ts';
import type { ManifestShard } from '../../packages/job/src/manifest.ts';
import { parseShards } from '../../packages/job/src/shards.ts';
import { mergeRequests, planRequests, shardRequests } from './s3-requests.ts';
import type { Application, ProgramRun, SubmittedJob } from './world.ts';

const BUCKET = 'batch-workflows-dev-data-123456789012-us-east-1';

/** The job definition that does a fan-out's work. */
export const SHARD_JOB = 'ShardJobDefinition';

/** The input of a fan-out: any file with as many row groups as there are items. */
export const INPUT = `s3://${BUCKET}/input/flights.parquet`;

/**
 * The application's fan-outs: the plan is made by generate-batch-input's own code, and jobs read their parameters
 * with their own, so that a definition that sends what they do not take fails here too.
 */
export class FanOut implements Application {
  readonly #rowGroups: number;
  #shards: readonly ManifestShard[] = [];
  readonly #standing = new Set<number>();

  /** @param rowGroups of the input file */
  constructor(rowGroups: number) {
    this.#rowGroups = rowGroups;
  }

  invoke(_functionId: string, payload: Json) {
    const event = parseFanOutEvent(payload);
    const { plan, shards } = planFanOut(event, new Array(this.#rowGroups).fill(1), BUCKET);
    this.#shards = shards;
    const whole = { ...plan, items: shards };
    const answer = fitsPayload(whole, event.request) ? whole : plan;
    return { answer: answer as unknown as Json, requests: planRequests(this.#rowGroups) };
  }

  object(_key: string): string {
    const failed = this.#shards.flatMap(({ shard }) => (this.#standing.has(shard) ? [] : [String(shard)]));
    const shards = { expected: this.#shards.length, merged: this.#standing.size, failed };
    return JSON.stringify({ flights: 3_000_000, shards });
  }

  items(_request: JsonObject): readonly Json[] {
    return this.#shards as unknown as Json[];
  }

  begin({ command }: SubmittedJob, child: number): ProgramRun {
    const done = { works: true, succeeded: () => {} };
    if (command[0] === 'merge') return { ...done, requests: mergeRequests(this.#standing.size) };
    const shards = parseShards('--shards', optionOf(command, '--shards'), this.#shards.length, child);
    const todo = shards.filter((shard) => !this.#standing.has(shard));
    const sizes = todo.map((shard) => this.#sizeOf(shard));
    return {
      works: todo.length > 0,
      requests: shardRequests({ rowGroups: this.#rowGroups }, sizes, shards.length - todo.length),
      succeeded: () => {
        for (const shard of todo) this.#standing.add(shard);
      },
    };
  }

  #sizeOf(shard: number): number {
    const [first = 0, last = first] = (this.#shards[shard]?.rowGroups ?? '').split('-').map(Number);
    return last - first + 1;
  }
}

const optionOf = (command: readonly string[], option: string): string =>
  command[command.indexOf(option) + 1] ?? '';
