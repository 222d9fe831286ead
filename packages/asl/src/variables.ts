import { around, type Frame } from './execution/frame.ts';
import type { Json } from './json.ts';

/** What Assign has set, by name. */
export type Variables = Readonly<Record<string, Json>>;

/** The variables that a frame sees: its own, and those of the frames around it that it does not hide. */
export function variablesOf(frame: Frame): Variables {
  const chain: Variables[] = [];
  for (let at: Frame | undefined = frame; at !== undefined; at = around(at)) {
    if (at.variables !== undefined) chain.unshift(at.variables);
  }
  const [only = NONE, ...more] = chain;
  return more.length === 0 ? only : Object.assign({}, only, ...more);
}

const NONE: Variables = {};
