import {
  compile,
  type Execution,
  type HistoryEvent,
  type Host,
  history,
  type Json,
  type LogEvent,
  newExecution,
  type Program,
  type Signal,
  step,
} from '../src/asl.ts';

/** What a task's resource answers; `never` leaves it waiting. */
export type Answer =
  | { readonly result: Json }
  | { readonly error: string; readonly cause?: string }
  | { readonly after: number; readonly heartbeats?: number }
  | 'never';

export interface Simulation {
  readonly program: Program;
  readonly execution: Execution;
  readonly log: readonly LogEvent[];
  readonly history: readonly HistoryEvent[];
  /** Seconds of virtual time from the start to the end. */
  readonly seconds: number;
}

/** A world without chance: every random number is a half, every id is its turn. */
export function testHost(): Host {
  let turn = 0;
  return {
    random: () => 0.5,
    uuid: () => `00000000-0000-4000-8000-${String(++turn).padStart(12, '0')}`,
    hash: (algorithm, text) => `${algorithm}(${text})`,
    base64Encode: (text) => btoa(text),
    base64Decode: (text) => (/^[A-Za-z0-9+/]*={0,2}$/u.test(text) ? atob(text) : undefined),
    taskToken: (task) => `token-${task}`,
  };
}

const identity = {
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:machine:run',
  name: 'run',
  roleArn: 'arn:aws:iam::123456789012:role/machine',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
  stateMachineName: 'machine',
};

export interface SimulationOptions {
  readonly definition: Json | string;
  readonly input?: Json;
  /** By state: what each attempt is answered; the last answer stands for all further ones. */
  readonly tasks?: Readonly<Record<string, readonly Answer[]>>;
  /** Seconds after which StopExecution is called. */
  readonly stopAfter?: number;
  readonly historyLimit?: number;
  /** Events that an earlier process left. */
  readonly resumeFrom?: readonly LogEvent[];
  /** Where to stop simulating, as a crash would: the number of log events. */
  readonly crashAfter?: number;
}

const START = Date.UTC(2026, 0, 1);

/** Runs a definition to its end in virtual time. */
export function simulate(
  options: SimulationOptions,
  evolveLog?: (x: Execution, e: LogEvent) => Execution,
): Simulation {
  const { definition, input = {}, tasks = {} } = options;
  const program = compile(typeof definition === 'string' ? definition : JSON.stringify(definition));
  const execution = newExecution(program);
  const log: LogEvent[] = [...(options.resumeFrom ?? [])];
  for (const event of log) evolveLog?.(execution, event);
  let now = log.at(-1)?.at ?? START;
  const host = testHost();
  const attempts = new Map<string, number>();
  const feed = (signal: Signal) => {
    const limit = options.historyLimit === undefined ? {} : { historyLimit: options.historyLimit };
    log.push(...step(execution, signal, { now, host, ...limit }));
  };
  const answerOf = (state: string): Answer => {
    const answers = tasks[state] ?? [{ result: null }];
    const attempt = attempts.get(state) ?? 0;
    attempts.set(state, attempt + 1);
    return answers[Math.min(attempt, answers.length - 1)] ?? 'never';
  };
  const answered = new Set<number>();
  const later: { at: number; signal: Signal }[] = [];
  if (options.stopAfter !== undefined) {
    later.push({
      at: START + options.stopAfter * 1000,
      signal: { type: 'Stop', error: 'Stopped', cause: 'by hand' },
    });
  }

  if (log.length === 0) feed({ type: 'Start', input, identity });
  while (execution.status === 'RUNNING' && log.length < (options.crashAfter ?? Number.POSITIVE_INFINITY)) {
    if (execution.ready.length > 0) {
      feed({ type: 'Continue' });
      continue;
    }
    const [task, frame] = [...execution.tasks].find(([id]) => !answered.has(id)) ?? [];
    if (task !== undefined && frame !== undefined) {
      answered.add(task);
      const answer = answerOf(frame.state?.name ?? '');
      if (answer === 'never') continue;
      if ('after' in answer) {
        for (let beat = 1; beat <= (answer.heartbeats ?? 0); beat++) {
          const share = (answer.after * beat) / ((answer.heartbeats ?? 0) + 1);
          later.push({ at: now + share * 1000, signal: { type: 'Heartbeat', task } });
        }
        later.push({
          at: now + answer.after * 1000,
          signal: { type: 'TaskSucceeded', task, output: 'late' },
        });
        continue;
      }
      if ('result' in answer) feed({ type: 'TaskSucceeded', task, output: answer.result });
      else feed({ type: 'TaskFailed', task, stage: 'run', error: answer.error, cause: answer.cause });
      continue;
    }
    const timers = [...execution.timers.values()].map(({ due, id }) => ({
      at: due,
      signal: { type: 'TimerFired', timer: id } as Signal,
    }));
    const [next] = [...later, ...timers].sort((a, b) => a.at - b.at);
    if (next === undefined) break;
    if (later.includes(next)) later.splice(later.indexOf(next), 1);
    now = Math.max(now, next.at);
    feed(next.signal);
  }
  return {
    program,
    execution,
    log,
    history: history(log, program, 'us-east-1'),
    seconds: (now - START) / 1000,
  };
}
