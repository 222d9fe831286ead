/** How a task ends: with an output, or with an error that the state machine can catch by name. */
export type Answer =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: string; readonly cause: string };
