import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolve, type Frame, type LogEvent, newExecution } from '../src/asl.ts';
import { machine } from './machines.ts';
import { type Simulation, simulate } from './simulate.ts';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const RUNS = { numRuns: 400 };

/** A log in which each id that chance gave is the turn in which it first stands: another process has other chances. */
function withTurns(log: readonly LogEvent[]): unknown {
  const turns = new Map<string, number>();
  const turnOf = (id: string) => turns.get(id) ?? turns.set(id, turns.size).size;
  return JSON.parse(
    JSON.stringify(log).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, (id) => `${turnOf(id)}`),
  );
}

/** Where a machine fails, it is redriven so often. */
const redriven = fc.tuple(machine, fc.nat(2)).map(([given, redrives]) => ({ ...given, redrives }));

describe('the log is the state', () => {
  it('an execution folded from its log, through JSON, is the execution', () => {
    fc.assert(
      fc.property(redriven, (given) => {
        const { program, execution, log } = simulate(given);
        const folded = throughJson(log).reduce(evolve, newExecution(program));
        expect(shapeOf(folded)).toEqual(shapeOf(execution));
      }),
      RUNS,
    );
  });

  it('an execution that is cut off after any step, folded and continued has the log that it would have had', () => {
    fc.assert(
      fc.property(redriven, fc.nat(), (given, moment) => {
        const whole = simulate(given);
        const before = simulate(given, { crashAfter: 1 + (moment % whole.signals) });
        const after = simulate(given, { resumeFrom: throughJson(before.log) });
        expect(withTurns(after.log)).toEqual(withTurns(whole.log));
      }),
      RUNS,
    );
  });

  it('the same signals give the same events', () => {
    fc.assert(
      fc.property(redriven, (given) => {
        expect(simulate(given).log).toEqual(simulate(given).log);
      }),
      RUNS,
    );
  });
});

describe('a history', () => {
  const ofAnyMachine = (holds: (simulation: Simulation) => void) =>
    fc.assert(
      fc.property(machine, (given) => holds(simulate(given))),
      RUNS,
    );

  it('numbers its events from 1, each after one that was before it', () => {
    ofAnyMachine(({ history }) => {
      expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1));
      expect(history.filter(({ id, previousEventId }) => previousEventId >= id)).toEqual([]);
    });
  });

  it('has one end, where nothing comes after it, or else work that is waited for', () => {
    ofAnyMachine(({ history, execution }) => {
      const ends = history.filter(({ type }) => /^Execution(?!Started)/u.test(type));
      if (execution.status === 'RUNNING') {
        expect(ends).toEqual([]);
        expect(execution.tasks.size).toBeGreaterThan(0);
        return;
      }
      expect(ends).toEqual(history.slice(-1));
      expect([execution.frames.size, execution.tasks.size, execution.timers.size]).toEqual([0, 0, 0]);
    });
  });

  it('goes on after a redrive, whose number it tells, and only there', () => {
    fc.assert(
      fc.property(redriven, (given) => {
        const { history, execution } = simulate(given);
        const ends = history.filter(({ type }) => /^Execution(?:Failed|Aborted|TimedOut)$/u.test(type));
        const goesOn = history.filter(({ type }) => type === 'ExecutionRedriven');
        expect(goesOn.map(({ previousEventId }) => previousEventId)).toEqual(
          ends.slice(0, execution.redriveCount).map(({ id }) => id),
        );
        expect(goesOn.map((event) => event.executionRedrivenEventDetails)).toEqual(
          goesOn.map((_, index) => ({ redriveCount: index + 1 })),
        );
      }),
      RUNS,
    );
  });

  it('ends each Map and Parallel that it started, when the execution goes on after it', () => {
    ofAnyMachine(({ log, program }) => {
      const x = newExecution(program);
      for (const event of log) {
        evolve(x, event);
        expect(leftBehind(x, event)).toEqual([]);
      }
    });
  });
});

/** Threads, timers and tasks of the state before, when a thread enters a state. */
function leftBehind(x: ReturnType<typeof newExecution>, event: LogEvent): unknown[] {
  if (event.type !== 'StateEntered') return [];
  const frame = x.frames.get(event.frame);
  const timers = frame?.timers.filter((id) => x.timers.get(id)?.kind !== 'execution') ?? [];
  return [...(frame?.children.keys() ?? []), ...timers, ...(frame?.task === undefined ? [] : [frame.task])];
}

/** Everything that an execution's future depends on. */
function shapeOf(x: ReturnType<typeof newExecution>): object {
  const { program: _, frames, tasks, timers, ready, root, ...rest } = x;
  return {
    ...rest,
    // Those that are no longer ready are passed over.
    ready: ready.filter((frame) => frame.next !== undefined || frame.isRedriven).map(({ id }) => id),
    timers: [...timers.values()].map(({ frame, ...timer }) => ({ ...timer, frame: frame.id })),
    tasks: [...tasks].map(([task, frame]) => [task, frame.id]),
    frames: [...frames.keys()],
    root: root && shapeOfFrame(root),
  };
}

function shapeOfFrame({ parent, state, children, fallen, map, program: _, ...frame }: Frame): object {
  const { run, ...progress } = map ?? {};
  const { pendingRedrive = [], ...ofRun } = run ?? {};
  return {
    ...frame,
    ...progress,
    run: ofRun,
    parent: parent?.id,
    state: state?.name,
    children: [...children.values()].map(shapeOfFrame),
    fallen: fallen.map(shapeOfFrame),
    pendingRedrive: pendingRedrive.map(shapeOfFrame),
  };
}
