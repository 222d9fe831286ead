import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compile,
  evolve,
  InvalidDefinition,
  type Json,
  newExecution,
  type Signal,
  step,
} from '../src/asl.ts';
import { machine } from './machines.ts';
import { identity, type SimulationOptions, simulate, testHost } from './simulate.ts';

const json = fc.jsonValue() as fc.Arbitrary<Json>;

const signal: fc.Arbitrary<Signal> = fc.oneof(
  fc.record({ type: fc.constant('Start' as const), input: json, identity: fc.constant(identity) }),
  fc.record({
    type: fc.constant('TaskStarted' as const),
    task: fc.nat(40),
    workerName: fc.constant('worker'),
  }),
  fc.record({ type: fc.constant('TaskSucceeded' as const), task: fc.nat(40), output: json }),
  fc.record({
    type: fc.constant('TaskFailed' as const),
    task: fc.nat(40),
    stage: fc.constantFrom('start' as const, 'submit' as const, 'run' as const),
    error: fc.constantFrom('Flaky', 'Fatal', undefined),
    cause: fc.option(fc.string(), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('TaskSubmitted' as const), task: fc.nat(40), output: json }),
  fc.record({ type: fc.constant('Heartbeat' as const), task: fc.nat(40) }),
  fc.record({ type: fc.constant('TimerFired' as const), timer: fc.nat(60) }),
  fc.constant<Signal>({ type: 'Continue' }),
  fc.constant<Signal>({ type: 'Stop', error: undefined, cause: undefined }),
);

/** What people, and their generators, write where something else is expected. */
const odd = fc.oneof(
  json,
  fc.constantFrom<Json>('$', '$$', '$.a', '$..a', '$.lists[*]', '$.lists[?(@.x > 1)]', '$seen.a', '$.a[-1]'),
  fc.constantFrom<Json>(
    'States.Format($.a)',
    'States.MathRandom(1, 2)',
    "States.StringToJson('{')",
    'States.Array(',
  ),
  fc.constantFrom<Json>(
    '{% $states.input %}',
    '{% 1 / 0 %}',
    '{% $none() %}',
    'JSONata',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom<Json>(-1, 1.5, 1e9, '2026-01-01T00:00:00Z', '2026-13-01T00:00:00Z'),
);

const FIELDS = [
  ...[
    'QueryLanguage',
    'InputPath',
    'OutputPath',
    'ResultPath',
    'ResultSelector',
    'Parameters',
    'ItemSelector',
  ],
  ...[
    'ItemsPath',
    'Items',
    'Assign',
    'Output',
    'Arguments',
    'Seconds',
    'SecondsPath',
    'Timestamp',
    'TimestampPath',
  ],
  ...[
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSecondsPath',
    'MaxConcurrencyPath',
    'Error',
    'CausePath',
  ],
  ...['Condition', 'Default', 'Variable', 'StringMatches', 'IsNull', 'NumericEqualsPath', 'Retry', 'Catch'],
];

const change = fc.record({
  at: fc.nat(),
  value: odd,
  field: fc.option(fc.constantFrom(...FIELDS), { nil: undefined }),
});

describe('whatever reaches it', () => {
  it('random signals never throw, and never give an execution two starts or two ends', () => {
    fc.assert(
      fc.property(machine, fc.array(signal, { maxLength: 80 }), ({ definition, input = {} }, signals) => {
        const program = compile(JSON.stringify(definition));
        const x = newExecution(program);
        const host = testHost();
        const all: Signal[] = [
          ...signals.slice(0, 2),
          { type: 'Start', input, identity },
          ...signals.slice(2),
        ];
        const log = all.flatMap((each, index) => step(x, each, { now: index * 1000, host }));
        const count = (type: RegExp) => log.filter((event) => type.test(event.type)).length;
        expect(count(/^ExecutionStarted/u)).toBe(1);
        expect(count(/^Execution(?!Started)/u)).toBe(x.status === 'RUNNING' ? 0 : 1);
        expect(log.reduce(evolve, newExecution(program)).status).toBe(x.status);
      }),
      { numRuns: 500 },
    );
  });

  it('a signal that comes twice is as one', () => {
    fc.assert(
      fc.property(machine, (given) => {
        expect(simulate(given, { twice: true }).log).toEqual(simulate(given).log);
      }),
      { numRuns: 300 },
    );
  });

  it('any JSON as a definition is compiled, or refused with its problems', () => {
    fc.assert(
      fc.property(fc.json(), (definition) => {
        expect(outcomeOf({ definition })).not.toBe('thrown');
      }),
      { numRuns: 500 },
    );
  });

  it('a definition that is changed at random is refused with its problems, or runs', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        machine,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.option(odd),
        (given, changes, input) => {
          const definition = structuredClone(given.definition);
          for (const each of changes) apply(definition as Json, structuredClone(each));
          seen.add(outcomeOf({ ...given, definition, ...(input === null ? {} : { input }) }));
          expect(seen).not.toContain('thrown');
        },
      ),
      { numRuns: 2000 },
    );
    expect([...seen].sort()).toEqual(['ran', 'refused']);
  });
});

function outcomeOf(given: SimulationOptions): 'ran' | 'refused' | 'thrown' {
  try {
    simulate(given);
    return 'ran';
  } catch (error) {
    if (error instanceof InvalidDefinition && error.problems.length > 0) return 'refused';
    throw error;
  }
}

interface Change {
  readonly at: number;
  readonly value: Json;
  readonly field: string | undefined;
}

/** Puts the value in some place of the definition, or into a field of the object there. */
function apply(definition: Json, { at, value, field }: Change): void {
  const places = placesOf(definition);
  const place = places[at % places.length];
  if (place === undefined) return;
  const there: unknown = Reflect.get(place.parent, place.key);
  if (field === undefined) Reflect.set(place.parent, place.key, value);
  else Reflect.set(typeof there === 'object' && there !== null ? there : place.parent, field, value);
}

function placesOf(value: Json): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { parent: value, key },
    ...placesOf(child as Json),
  ]);
}
