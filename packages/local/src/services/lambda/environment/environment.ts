import type { Clock } from '../../../clock.ts';
import type { LogStream } from '../../../log-stream.ts';
import { environmentLog } from './environment-log.ts';
import type { Invocation, Outcome, Verdict } from './invocation.ts';
import { memoryUsed } from './memory-used.ts';
import { jsonLines, textLines } from './platform-lines.ts';
import { listenRuntimeApi, type RuntimeApiListener } from './runtime-api.ts';
import { type RuntimeProcess, startRuntimeProcess } from './runtime-process.ts';
import {
  exited,
  MAX_RESPONSE_BYTES,
  outOfMemory,
  type ProcessEnd,
  responseTooLarge,
  thrown,
  timedOut,
} from './verdicts.ts';

/** What an execution environment is made from. */
export interface EnvironmentSpec {
  readonly taskRoot: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly logFormat: 'JSON' | 'Text';
  /** The whole process environment but for the Runtime API's address. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A process with a loaded handler: serves one invocation at a time, any number after another. */
export interface Environment {
  /** Resolves to undefined when the process had ended before it took the invocation: use another. */
  invoke(invocation: Invocation): Promise<Outcome | undefined>;
  ended(): boolean;
  /** Kills the process; resolves when it is gone. */
  stop(): Promise<void>;
}

interface Job {
  readonly invocation: Invocation;
  readonly resolve: (outcome: Outcome | undefined) => void;
  /** Since the process took it, by `performance.now()`. */
  startedAt?: number;
  timers: NodeJS.Timeout[];
  /** Decided already; told once the process has ended. */
  verdict?: Verdict;
}

/** AWS gives a function's module 10 s to load before the function's own timeout counts. */
const INIT_MS = 10_000;
const MEMORY_CHECK_MS = 100;

/** Starts an environment. A function's time is real time, as its process runs in it. */
export async function startEnvironment(
  spec: EnvironmentSpec,
  { clock, logStream }: { clock: Clock; logStream: LogStream },
): Promise<Environment> {
  const log = environmentLog(logStream);
  const lines = spec.logFormat === 'JSON' ? jsonLines(clock.now) : textLines;
  const born = performance.now();
  const gone = Promise.withResolvers<void>();
  let initMs: number | undefined;
  let warm = false;
  let end: ProcessEnd | undefined;
  let initFailure: Verdict | undefined;
  let heapExhausted = false;
  let memoryMb = 0;
  let hand: ((invocation: Invocation, deadline: number) => void) | undefined;
  let job: Job | undefined;

  const begin = (started: Job) => {
    log.write(lines.start(started.invocation.requestId));
    started.startedAt = performance.now();
  };
  const after = (ms: number, started: Job, act: () => void) => started.timers.push(setTimeout(act, ms));
  const kill = (condemned: Job, verdict: Verdict) => {
    condemned.verdict ??= verdict;
    child.kill();
  };
  const measure = async (measured: Job) => {
    const used = child.pid === undefined ? undefined : await memoryUsed(child.pid);
    memoryMb = Math.max(memoryMb, used ?? 0);
    if (used !== undefined && used > spec.memoryMb && job === measured) {
      kill(measured, outOfMemory(measured.invocation.requestId));
    }
  };
  const runOutOfTime = (late: Job) => {
    const { requestId } = late.invocation;
    kill(late, timedOut(requestId, spec.timeoutSeconds, clock.now()));
  };
  const pump = () => {
    if (job === undefined || hand === undefined) return;
    const started = job;
    for (const timer of started.timers.splice(0)) clearTimeout(timer);
    begin(started);
    after(spec.timeoutSeconds * 1000, started, () => runOutOfTime(started));
    started.timers.push(setInterval(() => void measure(started), MEMORY_CHECK_MS));
    hand(started.invocation, Date.now() + spec.timeoutSeconds * 1000);
    hand = undefined;
  };
  const settle = async (done: Job, verdict: Verdict) => {
    job = undefined;
    for (const timer of done.timers) clearTimeout(timer);
    const { requestId } = done.invocation;
    if (done.startedAt === undefined) begin(done);
    const durationMs = performance.now() - (done.startedAt ?? born);
    await measure(done);
    await child.drain();
    if (verdict.logLine !== undefined) log.write(verdict.logLine);
    const endLine = lines.end(requestId);
    if (endLine !== undefined) log.write(endLine);
    const { payload, errorType } = verdict;
    const cold = warm ? undefined : initMs;
    const memory = { memoryMb: spec.memoryMb, memoryUsedMb: memoryMb };
    log.write(lines.report({ requestId, durationMs, ...memory, initMs: cold, errorType }));
    warm = true;
    // Whoever has the answer can read the log.
    await log.flush();
    done.resolve({ payload, ...(errorType !== undefined && { errorType }), logTail: log.tail() });
  };
  const afterEnd = async (lost: Job, how: ProcessEnd) => {
    await child.drain();
    if (lost.startedAt === undefined && initMs !== undefined) return lost.resolve(undefined);
    const { requestId } = lost.invocation;
    const died = heapExhausted && how.signal === 'SIGABRT' ? outOfMemory(requestId) : exited(requestId, how);
    await settle(lost, lost.verdict ?? initFailure ?? died);
  };
  const current = (requestId: string) =>
    job?.startedAt !== undefined && job.invocation.requestId === requestId ? job : undefined;

  const listener: RuntimeApiListener = {
    next: (deliver) => {
      if (job?.startedAt !== undefined) return 'invalidState';
      initMs ??= performance.now() - born;
      hand = deliver;
      pump();
      return undefined;
    },
    response: (requestId, { body, bytes, streamError }) => {
      const answered = current(requestId);
      if (answered === undefined) return 'invalidRequestId';
      const tooLarge = bytes > MAX_RESPONSE_BYTES;
      if (tooLarge) void settle(answered, responseTooLarge(bytes));
      else void settle(answered, streamError === undefined ? { payload: body } : thrown(streamError));
      return tooLarge ? 'tooLarge' : 'accepted';
    },
    error: (requestId, { body }) => {
      const answered = current(requestId);
      if (answered === undefined) return 'invalidRequestId';
      void settle(answered, thrown(body));
      return 'accepted';
    },
    initError: ({ body }) => {
      if (initMs !== undefined) return 'invalidState';
      initFailure = thrown(body);
      child.kill();
      return 'accepted';
    },
  };

  const api = await listenRuntimeApi(listener);
  log.write(lines.initStart(process.versions.node));
  const child: RuntimeProcess = startRuntimeProcess({
    cwd: spec.taskRoot,
    memoryMb: spec.memoryMb,
    environment: { ...spec.variables, AWS_LAMBDA_RUNTIME_API: api.address },
    onLine: (line) => {
      if (line.includes('JavaScript heap out of memory')) heapExhausted = true;
      log.write(line);
    },
    onExit: (how) => {
      end = how;
      api.close();
      gone.resolve();
      if (job !== undefined) void afterEnd(job, how);
    },
  });

  return {
    invoke: (invocation) =>
      new Promise((resolve) => {
        if (initMs !== undefined) log.startTail();
        const created: Job = { invocation, resolve, timers: [] };
        job = created;
        if (end !== undefined) return void afterEnd(created, end);
        after(INIT_MS + spec.timeoutSeconds * 1000, created, () => runOutOfTime(created));
        pump();
      }),
    ended: () => end !== undefined,
    stop: () => {
      child.kill();
      return gone.promise.then(() => log.flush());
    },
  };
}
