import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compile,
  type Execution,
  evolve,
  history,
  type Json,
  type LogEvent,
  newExecution,
  type Program,
  type Signal,
  step,
} from '../src/asl.ts';
import { machine } from './machines.ts';
import { identity, type SimulationOptions, testHost } from './simulate.ts';

/** Far more than a machine of the generator needs where each step brings it on. */
const MOST_STEPS = 600;

/** What is done next: something that is pending, something that was pending before, or a stop. */
interface Move {
  readonly choice: number;
  readonly what: 'answer' | 'fail' | 'submit' | 'beat' | 'fire' | 'again' | 'stop' | 'redrive';
  readonly output: Json;
}

const move: fc.Arbitrary<Move> = fc.record({
  choice: fc.nat(),
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('answer' as const, 'fire' as const) },
    { weight: 4, arbitrary: fc.constantFrom('fail' as const, 'submit' as const, 'beat' as const) },
    { weight: 4, arbitrary: fc.constant('again' as const) },
    { weight: 1, arbitrary: fc.constantFrom('stop' as const, 'redrive' as const) },
  ),
  output: fc.oneof(fc.jsonValue() as fc.Arbitrary<Json>, fc.constantFrom<Json>([], [1, 2], { a: { b: 1 } })),
});

const pick = <T>(from: readonly T[], choice: number): T | undefined => from[choice % from.length];

/** The signal that a move makes of an execution as it stands; `sent` are those before it. */
function signalOf({ choice, what, output }: Move, x: Execution, sent: readonly Signal[]): Signal {
  const task = pick([...x.tasks.keys()], choice) ?? choice % 50;
  switch (what) {
    case 'answer':
      return { type: 'TaskSucceeded', task, output };
    case 'fail':
      return { type: 'TaskFailed', task, stage: 'run', error: pick(['Flaky', 'Fatal'], choice), cause: 'x' };
    case 'submit':
      return { type: 'TaskSubmitted', task, output };
    case 'beat':
      return { type: 'Heartbeat', task };
    case 'fire':
      return { type: 'TimerFired', timer: pick([...x.timers.keys()], choice) ?? choice % 80 };
    case 'again':
      return pick(sent, choice) ?? { type: 'Continue' };
    case 'stop':
      return { type: 'Stop', error: 'Stopped', cause: undefined };
    case 'redrive':
      return { type: 'Redrive' };
  }
}

interface Played {
  readonly program: Program;
  readonly execution: Execution;
  /** The log after each signal. */
  readonly lengths: readonly number[];
  readonly log: readonly LogEvent[];
}

/** Plays the moves, and after them whatever is pending, until the execution has ended. */
function play({ definition, input = {} }: SimulationOptions, moves: readonly Move[]): Played {
  const program = compile(JSON.stringify(definition));
  const execution = newExecution(program);
  const host = testHost();
  const log: LogEvent[] = [];
  const lengths: number[] = [];
  const sent: Signal[] = [];
  const send = (signal: Signal) => {
    sent.push(signal);
    for (const event of step(execution, signal, { now: 1000 * sent.length, host })) log.push(event);
    lengths.push(log.length);
  };
  send({ type: 'Start', input, identity });
  for (const each of moves) send(signalOf(each, execution, sent));
  for (let count = 0; execution.status === 'RUNNING'; count++) {
    if (count > MOST_STEPS) throw new Error(`still running after ${MOST_STEPS} steps`);
    const [task] = execution.tasks.keys();
    const [timer] = execution.timers.keys();
    if (execution.ready.length > 0) send({ type: 'Continue' });
    else if (task !== undefined)
      send({ type: 'TaskFailed', task, stage: 'run', error: 'Fatal', cause: undefined });
    else if (timer !== undefined) send({ type: 'TimerFired', timer });
    else throw new Error('it runs, and waits for nothing');
  }
  return { program, execution, lengths, log };
}

const isStart = ({ type }: LogEvent) => type === 'ExecutionStarted';
const isEnd = ({ type }: LogEvent) => /^Execution(?:Succeeded|Failed|Aborted|TimedOut)$/u.test(type);
const isRedrive = ({ type }: LogEvent) => type === 'ExecutionRedriven';

/** What decides how an execution goes on. */
const stateOf = ({
  status,
  output,
  error,
  cause,
  frames,
  tasks,
  timers,
  nextNumber,
  historyLength,
}: Execution) => ({
  status,
  output,
  error,
  cause,
  frames: [...frames.keys()].sort((a, b) => a - b),
  tasks: [...tasks.keys()].sort((a, b) => a - b),
  timers: [...timers.keys()].sort((a, b) => a - b),
  nextNumber,
  historyLength,
});

const games = (holds: (played: Played, moment: number) => void, numRuns = 200) =>
  fc.assert(
    fc.property(machine, fc.array(move, { maxLength: 60 }), fc.nat(), (given, moves, moment) =>
      holds(play(given, moves), moment),
    ),
    { numRuns },
  );

describe('any machine, whatever is answered, repeated, late, timed out or stopped', () => {
  it('comes to an end, once for its start and once for each redrive', () => {
    games(({ log, execution }) => {
      expect(execution.status).not.toBe('RUNNING');
      expect(log.filter(isStart)).toHaveLength(1);
      expect(log.filter(isEnd)).toHaveLength(1 + log.filter(isRedrive).length);
      const ends = log.flatMap((event, index) => (isEnd(event) ? index : []));
      for (const end of ends) {
        const next = log[end + 1];
        expect(next === undefined || isRedrive(next)).toBe(true);
      }
    });
  });

  it('is at any moment what its log is when it is folded', () => {
    games(({ program, log, lengths, execution }, moment) => {
      const fold = (length: number) =>
        (JSON.parse(JSON.stringify(log.slice(0, length))) as LogEvent[]).reduce(
          evolve,
          newExecution(program),
        );
      expect(stateOf(fold(log.length))).toEqual(stateOf(execution));
      expect(() => fold(lengths[moment % lengths.length] ?? 0)).not.toThrow();
    });
  });

  it('has a history at any moment, which only grows', () => {
    games(({ program, log, lengths }, moment) => {
      const length = lengths[moment % lengths.length] ?? 0;
      const then = history(log.slice(0, length), program, 'us-east-1');
      const whole = history(log, program, 'us-east-1');
      expect(then).toEqual(whole.slice(0, then.length));
      expect(whole.map(({ id }) => id)).toEqual(whole.map((_, index) => index + 1));
    });
  });
});
