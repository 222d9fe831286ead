import type { Aggregates } from './aggregates.ts';
import { type FlightMetrics, NO_FLIGHTS } from './flight-metrics.ts';
import { UnexpectedData } from './unexpected-data.ts';

/** One job's share of the work, as it is written to its output. */
export interface PartialAggregates extends Aggregates {
  readonly input: string;
  readonly rowGroups: readonly number[];
}

/** Reads what an aggregate job wrote. Throws `UnexpectedData` when the text is anything else. */
export function parsePartial(text: string, uri: string): PartialAggregates {
  const value = parseJson(text);
  if (isPartial(value)) return value;
  throw new UnexpectedData(
    `${uri} is not a partial result of the aggregate job: remove it, or run the job that writes it again.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPartial = (value: unknown): value is PartialAggregates =>
  isRecord(value) &&
  typeof value['input'] === 'string' &&
  Array.isArray(value['rowGroups']) &&
  value['rowGroups'].every(Number.isInteger) &&
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
