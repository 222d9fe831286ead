import {
  compile,
  type Execution,
  evolve,
  type HistoryEvent,
  type Host,
  history,
  type Json,
  type LogEvent,
  newExecution,
  type PendingTask,
  type Program,
  type Signal,
  step,
} from '../src/asl.ts';

/**
 * What a task's resource answers to one attempt, at once or `after` seconds; `heartbeats` are spread evenly over
 * the time until then. A distributed Map is answered its items, or what its results became. `never` leaves the task waiting. A worker takes an activity's task at once, unless it is
 * `not taken`. `submitted` is what a service answers at once when its work goes on; `stage` is how far the task came.
 */
export type Answer =
  | {
      readonly result: Json;
      readonly after?: number;
      readonly heartbeats?: number;
      readonly submitted?: Json;
    }
  | {
      readonly error: string;
      readonly cause?: string;
      readonly after?: number;
      readonly submitted?: Json;
      readonly stage?: 'start' | 'submit' | 'run';
    }
  | 'never'
  | 'not taken';

/** What a simulated execution is given. */
export interface SimulationOptions {
  readonly definition: Json | string;
  readonly input?: Json;
  /** The input as the caller wrote it, where that differs. */
  readonly inputText?: string;
  /** By state: what each attempt is answered; the last answer stands for all further ones. */
  readonly tasks?: Readonly<Record<string, readonly Answer[]>>;
  /** Seconds after which StopExecution is called. */
  readonly stopAfter?: number;
  /** How often it is redriven where it ends without success; it is not stopped again. */
  readonly redrives?: number;
  readonly historyLimit?: number;
}

/** A process that ends, or one that goes on where another ended. */
export interface Interruption {
  /** Events that an earlier process left. */
  readonly resumeFrom?: readonly LogEvent[];
  /** How many signals are taken before the process ends. */
  readonly crashAfter?: number;
  /** Whether each signal comes a second time; but a heartbeat or a redrive, which do something again. */
  readonly twice?: boolean;
}

/** What became of a simulated execution. */
export interface Simulation {
  readonly program: Program;
  readonly execution: Execution;
  readonly log: readonly LogEvent[];
  readonly history: readonly HistoryEvent[];
  /** Seconds of virtual time from the start to the end. */
  readonly seconds: number;
  /** The number of signals that were taken. */
  readonly signals: number;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/u;

/** A world without chance: every random number is a half, every id its turn after those before. */
export function testHost(before = 0): Host {
  let turn = before;
  return {
    random: () => 0.5,
    uuid: () => `00000000-0000-4000-8000-${String(++turn).padStart(12, '0')}`,
    hash: (algorithm, text) => `${algorithm}(${text})`,
    base64Encode: (text) => btoa(text),
    base64Decode: (text) => (BASE64.test(text) ? atob(text) : undefined),
    taskToken: (task) => `token-${task}`,
  };
}

/** Who every simulated execution is. */
export const identity = {
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:machine:run',
  name: 'run',
  roleArn: 'arn:aws:iam::123456789012:role/machine',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
  stateMachineName: 'machine',
};

const START = Date.UTC(2026, 0, 1);

/** Far more than any simulated execution needs: one that takes more does not come to an end. */
const MOST_SIGNALS = 200_000;

/**
 * Runs a definition to its end in virtual time. What happens next follows from the log alone, so that a process
 * that resumes takes the very signals that the one before would have taken.
 */
export function simulate(options: SimulationOptions, interruption: Interruption = {}): Simulation {
  const { definition, input = {}, inputText, historyLimit, redrives = 0 } = options;
  const program = compile(typeof definition === 'string' ? definition : JSON.stringify(definition));
  const execution = newExecution(program);
  const world = new SimulatedWorld(options);
  const log: LogEvent[] = [];
  const follow = (event: LogEvent) => {
    log.push(event);
    world.follow(event);
  };
  for (const event of interruption.resumeFrom ?? []) {
    evolve(execution, event);
    follow(event);
  }

  // Another process has other chances.
  const host = testHost(log.length);
  const { crashAfter = MOST_SIGNALS } = interruption;
  let now = log.at(-1)?.at ?? START;
  let signals = 0;
  const feed = (signal: Signal, at: number) => {
    now = Math.max(now, at);
    signals++;
    const limit = historyLimit === undefined ? {} : { historyLimit };
    const once = signal.type === 'Heartbeat' || signal.type === 'Redrive';
    const times = interruption.twice === true && !once ? 2 : 1;
    for (let time = 0; time < times; time++)
      for (const event of step(execution, signal, { now, host, ...limit })) follow(event);
  };
  if (execution.status === 'NEW')
    feed({ type: 'Start', input, ...(inputText === undefined ? {} : { inputText }), identity }, now);
  const isRedriven = () => execution.status !== 'SUCCEEDED' && execution.redriveCount < redrives;
  while ((execution.status === 'RUNNING' || isRedriven()) && signals < crashAfter) {
    const next =
      execution.status === 'RUNNING'
        ? world.next(execution, now)
        : { at: now, signal: { type: 'Redrive' } as const };
    if (next === undefined) break;
    feed(next.signal, next.at);
  }
  if (signals >= MOST_SIGNALS) throw new Error('the execution does not come to an end');
  return {
    program,
    execution,
    log,
    history: history(log, program, 'us-east-1'),
    seconds: (now - START) / 1000,
    signals,
  };
}

interface Upcoming {
  readonly at: number;
  /** The number of the task or timer; it decides between signals of the same moment. */
  readonly id: number;
  readonly signal: Signal;
}

/** What the resources answer, and when. */
class SimulatedWorld {
  readonly #options: SimulationOptions;
  readonly #stateOf = new Map<number, string>();
  readonly #attempts = new Map<string, number>();
  readonly #tasks = new Map<number, { readonly at: number; readonly answer: Answer }>();

  constructor(options: SimulationOptions) {
    this.#options = options;
  }

  /** Keeps account of which state's which attempt a task is. */
  follow(event: LogEvent): void {
    if (event.type === 'StateEntered') this.#stateOf.set(event.frame, event.name);
    if (event.type !== 'TaskScheduled' && event.type !== 'MapWorkScheduled') return;
    const state = this.#stateOf.get(event.frame) ?? '';
    const attempt = this.#attempts.get(state) ?? 0;
    this.#attempts.set(state, attempt + 1);
    const answers = this.#options.tasks?.[state] ?? [{ result: null }];
    const answer = answers[Math.min(attempt, answers.length - 1)] ?? 'never';
    this.#tasks.set(event.task, { at: event.at, answer });
  }

  next(execution: Execution, now: number): Upcoming | undefined {
    if (execution.ready.length > 0) return { at: now, id: 0, signal: { type: 'Continue' } };
    let first: Upcoming | undefined;
    for (const candidate of this.#upcoming(execution, now)) {
      if (
        first === undefined ||
        candidate.at < first.at ||
        (candidate.at === first.at && candidate.id < first.id)
      )
        first = candidate;
    }
    return first;
  }

  *#upcoming(execution: Execution, now: number): Generator<Upcoming> {
    const { stopAfter } = this.#options;
    if (stopAfter !== undefined && execution.redriveCount === 0)
      yield {
        at: START + stopAfter * 1000,
        id: 0,
        signal: { type: 'Stop', error: 'Stopped', cause: 'by hand' },
      };
    for (const { id, due } of execution.timers.values())
      yield { at: due, id, signal: { type: 'TimerFired', timer: id } };
    for (const [task, { task: pending }] of execution.tasks) {
      if (pending !== undefined) yield* this.#signalsOf(task, pending, now);
    }
  }

  *#signalsOf(task: number, pending: PendingTask, now: number): Generator<Upcoming> {
    const { at, answer } = this.#tasks.get(task) ?? { at: now, answer: 'never' };
    if (answer === 'not taken') return;
    if (!pending.started) {
      yield { at, id: task, signal: { type: 'TaskStarted', task, workerName: 'worker' } };
      return;
    }
    if (answer === 'never') return;
    const { submitted: output } = answer;
    if (output !== undefined && pending.submission === undefined) {
      yield { at, id: task, signal: { type: 'TaskSubmitted', task, output } };
      return;
    }
    const due = at + (answer.after ?? 0) * 1000;
    if ('error' in answer) {
      const { error, cause, stage = 'run' } = answer;
      yield { at: due, id: task, signal: { type: 'TaskFailed', task, stage, error, cause } };
      return;
    }
    yield { at: due, id: task, signal: { type: 'TaskSucceeded', task, output: answer.result } };
    const beats = answer.heartbeats ?? 0;
    for (let beat = 1; beat <= beats; beat++) {
      const moment = at + ((due - at) * beat) / (beats + 1);
      // Those until now have been sent.
      if (moment > now) yield { at: moment, id: task, signal: { type: 'Heartbeat', task } };
    }
  }
}
