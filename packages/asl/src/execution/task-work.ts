import { EvaluationFailure } from '../failure/failure.ts';
import type { Json } from '../json.ts';
import { optional } from '../optional.ts';
import { parseResource } from '../resource.ts';
import type { Scope } from '../scope.ts';
import type { Frame, PendingTask } from './frame.ts';
import { FrameScope } from './frame-scope.ts';
import type { Recorder } from './recorder.ts';

/** What a Task state asks for; `parameters` sees the task's token in `$$`. */
export interface TaskRequest {
  readonly parameters: (scope: Scope) => Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** The ARN of the activity that a frame's Task calls; undefined where it calls something else. */
function activityOf(frame: Frame): string | undefined {
  const resource = parseResource(frame.state?.resource ?? '');
  return resource?.kind === 'activity' ? resource.arn : undefined;
}

/** Hands a Task's work to its resource. An activity's starts when a worker takes it, anything else's at once. */
export function scheduleTask(recorder: Recorder, frame: Frame, request: TaskRequest): void {
  const { execution, world } = recorder;
  const activity = activityOf(frame);
  if (activity !== undefined && world.host.activityExists?.(activity) === false)
    throw new EvaluationFailure(`The activity ${activity} does not exist.`);
  const task = execution.nextNumber;
  const token = world.host.taskToken(task);
  const parameters = request.parameters(new FrameScope(execution, frame, world, token));
  const problem = world.host.parametersProblem?.(frame.state?.resource ?? '', parameters);
  if (problem !== undefined) {
    throw new EvaluationFailure(
      `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${problem}]`,
    );
  }
  recorder.emit({
    type: 'TaskScheduled',
    frame: frame.id,
    task,
    token,
    parameters,
    ...optional('timeoutSeconds', request.timeoutSeconds),
    ...optional('heartbeatSeconds', request.heartbeatSeconds),
  });
  if (activity === undefined) start(recorder, frame);
}

/** A worker has taken an activity's task; a second worker changes nothing. */
export function startActivity(recorder: Recorder, frame: Frame, workerName: string | undefined): void {
  if (activityOf(frame) !== undefined && frame.task?.started === false) start(recorder, frame, workerName);
}

/** The service has taken the work; a second answer of its changes nothing. */
export function submitTask(recorder: Recorder, frame: Frame, output: Json): void {
  if (frame.task?.submission === undefined) recorder.emit({ type: 'TaskSubmitted', frame: frame.id, output });
}

/** The time until the next heartbeat begins anew. */
export function prolongHeartbeat(recorder: Recorder, frame: Frame, task: PendingTask): void {
  if (task.heartbeatSeconds === undefined || !task.started) return;
  const { execution, world } = recorder;
  const due = world.now + task.heartbeatSeconds * 1000;
  recorder.emit({ type: 'HeartbeatReceived', frame: frame.id, timer: execution.nextNumber, due });
}

/**
 * The times of a task count from its start, which for an activity is when a worker takes it.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
function start(recorder: Recorder, frame: Frame, workerName?: string): void {
  const { execution, world } = recorder;
  recorder.emit({ type: 'TaskStarted', frame: frame.id, ...optional('workerName', workerName) });
  for (const [kind, seconds] of [
    ['timeout', frame.task?.timeoutSeconds],
    ['heartbeat', frame.task?.heartbeatSeconds],
  ] as const) {
    if (seconds === undefined) continue;
    const due = world.now + seconds * 1000;
    recorder.emit({ type: 'TimerStarted', frame: frame.id, timer: execution.nextNumber, kind, due });
  }
}
