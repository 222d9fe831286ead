import { contextObject } from '../context-object.ts';
import type { Host } from '../host.ts';
import type { JsonObject } from '../json.ts';
import type { Scope } from '../scope.ts';
import { variablesOf } from '../variables.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';

/** What the expressions of a frame's state see, over its raw input; `token` only while a Task's parameters are made. */
export const frameScope = (x: Execution, frame: Frame, host: Host, token?: string): Scope => ({
  root: frame.input,
  context: () => contextOf(x, frame, host, token),
  variables: () => variablesOf(frame),
  host,
});

function contextOf(x: Execution, frame: Frame, host: Host, token: string | undefined): JsonObject {
  const { context } = host;
  if (context === undefined) return contextObject(x, frame, token);
  return token === undefined || 'Task' in context ? context : { ...context, Task: { Token: token } };
}
