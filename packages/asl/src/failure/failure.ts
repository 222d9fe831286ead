/**
 * An error of the States Language: thrown while a state is worked on, caught by the step that runs it.
 * `error` and `cause` are absent where AWS leaves them out (a Fail state without them, a timeout's cause).
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateFailure extends Error {
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(error: string | undefined, cause: string | undefined) {
    super(`${error ?? 'an error without a name'}${cause === undefined ? '' : `: ${cause}`}`);
    this.error = error;
    this.cause = cause;
  }
}

/**
 * A failure that names the state it happened in, as AWS words it: States.Runtime and its like.
 * The state's name and event number are added by the step, which knows them.
 */
export class EvaluationFailure extends Error {
  readonly error: string;
  readonly detail: string;
  /** The field of a JSONata state that could not be evaluated; the history then has an event of its own for it. */
  readonly location: string | undefined;

  constructor(detail: string, error = 'States.Runtime', location?: string) {
    super(detail);
    this.error = error;
    this.detail = detail;
    this.location = location;
  }
}

/** What a JSONata state cannot evaluate, at the field `location` (`Arguments/Payload/id`). */
export const queryFailure = (detail: string, location: string) =>
  new EvaluationFailure(detail, 'States.QueryEvaluationError', location);

/** What a state fails with. */
export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** The name by which a Retry or a Catch may know it too. */
  readonly alias?: string;
}

/** A task that took too long; AWS gives no cause. */
export const TIMED_OUT = { error: 'States.Timeout', cause: undefined } satisfies Failure;

/** An Express child workflow of a distributed Map that took too long. */
export const CHILD_TIMED_OUT: Failure = { ...TIMED_OUT };

/** A heartbeat that did not come: the history calls it a timeout, a Retry or a Catch may tell it from one. */
export const HEARTBEAT_MISSED: Failure = { ...TIMED_OUT, alias: 'States.HeartbeatTimeout' };

/** A history that has no room for what would come next. */
export const historyFull = (limit: number | undefined): Failure => ({
  error: 'States.Runtime',
  cause: `The execution reached the maximum number of history events (${limit}).`,
});

/** What a distributed Map's reader gives is a list. */
export const NO_ITEMS = {
  error: 'States.ItemReaderFailed',
  cause: 'Attempting to map over non-iterable node.',
} as const satisfies Failure;
