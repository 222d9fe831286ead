import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compile,
  type Execution,
  evolve,
  InvalidDefinition,
  type Json,
  type LogEvent,
  newExecution,
  type Signal,
  step,
} from '../src/asl.ts';
import { type SimulationOptions, simulate, testHost } from './simulate.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';

/** Every kind of state, with retries, a catch, a wait and both kinds of threads. */
const everything: SimulationOptions = {
  definition: {
    StartAt: 'Prepare',
    States: {
      Prepare: { Type: 'Pass', Assign: { factor: 2 }, Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'Pause',
          States: {
            Pause: { Type: 'Wait', Seconds: 3, Next: 'Work' },
            Work: {
              Type: 'Task',
              Resource: LAMBDA,
              TimeoutSeconds: 60,
              Retry: [{ ErrorEquals: ['Flaky'], JitterStrategy: 'FULL' }],
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Failed' }],
              End: true,
            },
            Failed: { Type: 'Pass', Result: 'failed', End: true },
          },
        },
        ResultPath: '$.done',
        Next: 'Both',
      },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'P', States: { P: { Type: 'Pass', Parameters: { 'f.$': '$factor' }, End: true } } },
          { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, End: true } } },
        ],
        ResultPath: '$.both',
        Next: 'Check',
      },
      Check: {
        Type: 'Choice',
        Choices: [{ Variable: '$.done[0]', IsPresent: true, Next: 'End' }],
        Default: 'End',
      },
      End: { Type: 'Succeed' },
    },
  },
  input: { items: [{ n: 1 }, { n: 2 }, { n: 3 }] },
  tasks: { Work: [{ error: 'Flaky' }, { result: 'a' }, { error: 'Fatal', cause: 'c' }, { result: 'b' }] },
};

const throughJson = (log: readonly LogEvent[]): LogEvent[] => JSON.parse(JSON.stringify(log));

describe('the log is the state', () => {
  const whole = simulate(everything);

  it('an execution folded from its log, through JSON, is the execution, at every event', () => {
    const [direct, folded] = [newExecution(whole.program), newExecution(whole.program)];
    const stored = throughJson(whole.log);
    for (const [index, event] of whole.log.entries()) {
      evolve(direct, event);
      evolve(folded, stored[index] as LogEvent);
      expect(shapeOf(folded)).toEqual(shapeOf(direct));
    }
    expect(shapeOf(folded)).toEqual(shapeOf(whole.execution));
  });

  it('an execution cut off after any event goes on to the end that its tasks lead to', () => {
    const simple: SimulationOptions = { ...everything, tasks: { Work: [{ result: 'same' }] } };
    const expected = simulate(simple);
    for (let cut = 1; cut < expected.log.length; cut++) {
      const before = simulate({ ...simple, crashAfter: cut });
      const after = simulate({ ...simple, resumeFrom: throughJson(before.log) }, evolve);
      expect(after.execution.status).toBe('SUCCEEDED');
      expect(after.execution.output).toEqual(expected.execution.output);
      expect(after.history.map(({ id }) => id)).toEqual(after.history.map((_, index) => index + 1));
    }
  });

  it('the same signals give the same events', () => {
    expect(simulate(everything).log).toEqual(whole.log);
  });
});

/** Everything that an execution's future depends on. */
function shapeOf(x: Execution): object {
  return {
    status: x.status,
    output: x.output,
    error: x.error,
    cause: x.cause,
    historyLength: x.historyLength,
    nextNumber: x.nextNumber,
    ready: x.ready.map(({ id }) => id),
    timers: [...x.timers.values()].map(({ id, kind, due, frame }) => ({ id, kind, due, frame: frame.id })),
    tasks: [...x.tasks].map(([task, frame]) => [task, frame.id]),
    frames: [...x.frames.values()].map(({ parent, state, children, program: _, ...frame }) => ({
      ...frame,
      parent: parent?.id,
      state: state?.name,
      children: [...children.keys()],
    })),
  };
}

describe('whatever reaches it', () => {
  const signal: fc.Arbitrary<Signal> = fc.oneof(
    fc.record({
      type: fc.constant('TaskSucceeded' as const),
      task: fc.nat(40),
      output: fc.jsonValue() as fc.Arbitrary<Json>,
    }),
    fc.record({
      type: fc.constant('TaskFailed' as const),
      task: fc.nat(40),
      stage: fc.constantFrom('submit' as const, 'run' as const),
      error: fc.constantFrom('Flaky', 'Fatal', undefined),
      cause: fc.option(fc.string(), { nil: undefined }),
    }),
    fc.record({
      type: fc.constant('TaskSubmitted' as const),
      task: fc.nat(40),
      output: fc.constant({ JobId: 'j' }),
    }),
    fc.record({ type: fc.constant('Heartbeat' as const), task: fc.nat(40) }),
    fc.record({ type: fc.constant('TimerFired' as const), timer: fc.nat(60) }),
    fc.constant<Signal>({ type: 'Continue' }),
    fc.constant<Signal>({ type: 'Stop', error: undefined, cause: undefined }),
  );

  it('random signals never throw, and never give an execution two ends', () => {
    const program = compile(JSON.stringify(everything.definition));
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 80 }), (signals) => {
        const x = newExecution(program);
        const start: Signal = {
          type: 'Start',
          input: everything.input ?? {},
          identity: {
            executionArn: 'e',
            name: 'n',
            roleArn: 'r',
            stateMachineArn: 's',
            stateMachineName: 'm',
          },
        };
        const host = testHost();
        const log = [start, ...signals].flatMap((each, index) => step(x, each, { now: index * 1000, host }));
        const ends = log.filter(({ type }) => /^Execution(?!Started)/u.test(type));
        expect(ends.length).toBe(x.status === 'RUNNING' ? 0 : 1);
        expect(log.reduce(evolve, newExecution(program)).status).toBe(x.status);
      }),
      { numRuns: 300 },
    );
  });

  it('a definition of any JSON is compiled or refused with its problems', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(refusalOf(text)).not.toBe('thrown');
      }),
      { numRuns: 500 },
    );
  });

  it('a definition with any part changed to anything is compiled or refused with its problems', () => {
    const paths = leavesOf(everything.definition as Json);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const changed = structuredClone(everything.definition) as Json;
        setAt(changed, path, value as Json);
        expect(refusalOf(JSON.stringify(changed))).not.toBe('thrown');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('size', () => {
  it('50,000 states in a row come to their end', () => {
    const count = 50_000;
    const States = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `S${i}`,
        { Type: 'Pass', ...(i < count - 1 ? { Next: `S${i + 1}` } : { End: true }) },
      ]),
    );
    expect(simulate({ definition: { StartAt: 'S0', States }, input: 1 }).execution.output).toBe(1);
  });

  it('a Map over 10,000 items comes to its end', () => {
    const items = Array.from({ length: 10_000 }, (_, i) => i);
    const definition = {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    };
    expect(simulate({ definition, input: items }).execution.output).toEqual(items);
  });
});

function refusalOf(text: string): 'compiled' | 'refused' | 'thrown' {
  try {
    compile(text);
    return 'compiled';
  } catch (error) {
    return error instanceof InvalidDefinition && error.problems.length > 0 ? 'refused' : 'thrown';
  }
}

type Path = readonly (string | number)[];

function leavesOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key])),
  ];
}

function setAt(root: Json, path: Path, value: Json): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(at as object, key), root);
  Reflect.set(parent as object, path.at(-1) as string, value);
}
