import type { Aggregates } from './aggregates.ts';
import { type FlightMetrics, NO_FLIGHTS } from './flight-metrics.ts';
import { isRecord, parseJson } from './json.ts';

/** What one attempt of a job hands back of one shard: docs/results-contract.md. */
export interface ShardResult extends Aggregates {
  /** The execution that it was computed for, and no other. */
  readonly run: string;
  readonly shard: number;
  readonly job: string;
  readonly attempt: number;
  readonly rowGroups: string;
}

/** Digits of a shard's number in a key, so that results list in the order of their shards. */
export const SHARD_DIGITS = 8;

const KEY = new RegExp(`^(\\d{${SHARD_DIGITS}})/([^/]+)\\.(\\d+)\\.json$`);

/** The folder of a shard's results, below the prefix of the fan-out's. */
export const shardFolder = (shard: number): string => `${String(shard).padStart(SHARD_DIGITS, '0')}/`;

/** Where an attempt's result goes: `00000003/<job>.<attempt>.json`. A child's `:` is written as `.`, which every tool takes. */
export const resultName = ({ shard, job, attempt }: Pick<ShardResult, 'shard' | 'job' | 'attempt'>): string =>
  `${shardFolder(shard)}${job.replaceAll(':', '.')}.${attempt}.json`;

/** The shard that an object's name speaks of; `undefined` when it is not the name of a result. */
export function shardOfName(name: string): number | undefined {
  const [, shard] = KEY.exec(name) ?? [];
  return shard === undefined ? undefined : Number(shard);
}

/** What a result has to be of to count. */
export interface Expectation {
  readonly run: string;
  readonly rowGroups: string;
}

/** A result that counts, or why the object does not. */
export type Reading = { readonly result: ShardResult } | { readonly why: string };

/** Judges an object below the fan-out's prefix by its name and its whole text. */
export function readResult(name: string, text: string, { run, rowGroups }: Expectation): Reading {
  const value = parseJson(text);
  if (value === undefined) return { why: 'it is not whole' };
  if (!isShardResult(value)) return { why: 'it is not the result of a shard' };
  if (value.run !== run) return { why: `it is of another run, ${value.run}` };
  if (resultName(value) !== name) return { why: `it belongs at ${resultName(value)}` };
  if (value.rowGroups !== rowGroups)
    return { why: `it covers the row groups ${value.rowGroups}, and the manifest gives it ${rowGroups}` };
  return { result: value };
}

const isShardResult = (value: unknown): value is ShardResult =>
  isRecord(value) &&
  typeof value['run'] === 'string' &&
  Number.isInteger(value['shard']) &&
  typeof value['job'] === 'string' &&
  Number.isInteger(value['attempt']) &&
  typeof value['rowGroups'] === 'string' &&
  isMetrics(value['rows']) &&
  ['origins', 'routes', 'hours'].every((name) => {
    const metrics = value[name];
    return isRecord(metrics) && Object.values(metrics).every(isMetrics);
  });

const isMetrics = (value: unknown): value is FlightMetrics =>
  isRecord(value) &&
  Object.entries(NO_FLIGHTS).every(
    ([name, none]) => Number.isFinite(value[name]) || (none === null && value[name] === null),
  );
