import type { Json, Resource } from '@batch-workflows/asl';
import type { Identity } from '../iam/identity.ts';
import type { Api, Call, ServiceName } from '../service.ts';

export type Pattern = Extract<Resource, { kind: 'service' }>['pattern'];

/** What an integration knows of the task that it works for. */
export interface TaskContext {
  /** The state machine's role; every call is made as it. */
  readonly identity: Identity;
  readonly call: Call;
  readonly pattern: Pattern;
  /** `submitJob.sync`, `startExecution.sync:2`, … */
  readonly resource: string;
  /** The same when the task is submitted again after a crash. */
  readonly idempotencyToken: string;
  readonly signal: AbortSignal;
}

/**
 * How Step Functions uses one API action; a file each, one line in the registry.
 * Methods reject with `TaskError` or with the service's `AwsError`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
 */
export interface Integration {
  /** `batch:submitJob` */
  readonly name: string;
  readonly patterns: readonly Pattern[];
  /** The call that takes the task's parameters; `texts` are members that may be any JSON here, sent as its text. */
  readonly request?: {
    readonly service: ServiceName;
    readonly operation: string;
    readonly texts?: readonly string[];
  };
  /** Makes the call; gives the state's result, or with `.sync` and `.waitForTaskToken` the submission. */
  submit(parameters: Json, context: TaskContext): Promise<Json>;
  /** What `.sync` waits for. */
  readonly work?: {
    /** The work's key on the event bus, see `workOf`. */
    key(submission: Json): string;
    /** The state's result once the work has succeeded, undefined while it goes on. @throws TaskError when it failed */
    result(submission: Json, context: TaskContext): Promise<Json | undefined>;
    /** Ends the work, best effort. */
    cancel(submission: Json, context: TaskContext): Promise<void>;
  };
}

type Input<S extends ServiceName, O extends keyof Api[S]> = Api[S][O] extends { input: infer I } ? I : never;

/** A call as the task's role. Parameters come from a definition: the service itself checks their shape. */
export function callAs<S extends ServiceName, O extends keyof Api[S] & string>(
  context: TaskContext,
  service: S,
  operation: O,
  input: unknown,
) {
  return context.call(service, operation, input as Input<S, O>, {
    identity: context.identity,
    idempotencyToken: context.idempotencyToken,
  });
}
