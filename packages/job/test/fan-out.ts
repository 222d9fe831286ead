import type { ShardResult } from '../src/shard-result.ts';
import { aggregatesOf, someFlights } from './flights.ts';
import type { InMemoryS3 } from './in-memory-s3.ts';

/** A fan-out of four shards over four row groups of a thousand flights. */
export const SHARDS = 4;
export const FLIGHTS = someFlights(SHARDS * 1_000);
export const flightsOf = (shard: number) => FLIGHTS.slice(shard * 1_000, (shard + 1) * 1_000);

export const RUN = 'run-1 of 2026-11-24';
export const FOLDER = 'data/results/run-1/';
export const PARTIALS = `${FOLDER}partials/`;

export const manifestOf = (shards: number) =>
  Array.from({ length: shards }, (_, shard) => ({ shard, rowGroups: String(shard) }));

export const putManifest = (s3: InMemoryS3, shards = SHARDS): void =>
  s3.put(`${FOLDER}manifest.json`, JSON.stringify(manifestOf(shards)));

/** Puts what an attempt of a shard's job wrote, or what differs from that in some way, where the attempt would. */
export function putResult(s3: InMemoryS3, shard: number, differences: Partial<ShardResult> = {}): string {
  const { job = `job-${shard}`, attempt = 1 } = differences;
  const result = {
    run: RUN,
    shard,
    job,
    attempt,
    rowGroups: String(shard),
    ...aggregatesOf(flightsOf(shard)),
  };
  const name = `${PARTIALS}0000000${shard}/${job}.${attempt}.json`;
  s3.put(name, JSON.stringify({ ...result, ...differences }));
  return name;
}
