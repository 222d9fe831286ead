import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compile, type HistoryEvent, InvalidDefinition, type Json } from '../src/asl.ts';
import { type SimulationOptions, simulate } from './simulate.ts';

/**
 * A case: what is given to the interpreter, and what then is true. `history` names the events in order, each as
 * `Type` or `Type Name`; `details` are those of single events, by their number.
 */
interface Case {
  readonly given: SimulationOptions;
  readonly then: {
    readonly status?: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
    readonly seconds?: number;
    readonly history?: readonly string[];
    readonly previous?: readonly number[];
    readonly details?: Readonly<Record<string, object>>;
    readonly refused?: readonly { pointer: string; message: string; code?: string }[];
  };
}

const ROOT = join(import.meta.dirname, 'conformance');

for (const topic of readdirSync(ROOT).sort()) {
  describe(topic, () => {
    for (const file of readdirSync(join(ROOT, topic)).sort()) {
      const example: Case = JSON.parse(readFileSync(join(ROOT, topic, file), 'utf8'), long);
      it(file.replace(/\.json$/u, '').replaceAll('-', ' '), () => verify(example));
    }
  });
}

/** A long text is written as `{"repeat": "x", "times": 300000}`. */
function long(_: string, value: unknown): unknown {
  const isLong = typeof value === 'object' && value !== null && 'repeat' in value && 'times' in value;
  return isLong ? String(value.repeat).repeat(Number(value.times)) : value;
}

function verify({ given, then }: Case): void {
  if (then.refused !== undefined) {
    expect(problemsOf(given.definition)).toEqual(then.refused);
    return;
  }
  const { execution, history, seconds } = simulate(given);
  const { status, output, error, cause } = execution;
  expect({ status, ...given, ...pick({ output, error, cause }, then) }).toEqual({
    status: then.status ?? 'SUCCEEDED',
    ...given,
    ...pick(then, then),
  });
  if (then.seconds !== undefined) expect(seconds).toBe(then.seconds);
  if (then.history !== undefined) expect(history.map(shortName)).toEqual(then.history);
  if (then.previous !== undefined)
    expect(history.map((event) => event.previousEventId)).toEqual(then.previous);
  for (const [id, details] of Object.entries(then.details ?? {})) {
    const event = history.find((candidate) => candidate.id === Number(id));
    expect(Object.entries(event ?? {}).find(([key]) => key.endsWith('EventDetails'))?.[1]).toEqual(details);
  }
}

function problemsOf(definition: Json | string): unknown {
  try {
    compile(typeof definition === 'string' ? definition : JSON.stringify(definition));
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}

/** Only what the case speaks of. */
const pick = (from: object, wanted: object) =>
  Object.fromEntries(
    ['output', 'error', 'cause'].filter((key) => key in wanted).map((key) => [key, Reflect.get(from, key)]),
  );

function shortName(event: HistoryEvent): string {
  const details = Object.values(event).find((value) => typeof value === 'object') as
    | { name?: string }
    | undefined;
  return details?.name === undefined ? event.type : `${event.type} ${details.name}`;
}
