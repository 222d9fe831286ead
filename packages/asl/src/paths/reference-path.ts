import type { Json } from '../json.ts';
import { isArray, isObject, withKey } from '../json.ts';
import { InvalidPath } from './invalid-path.ts';
import { parseSteps, type Step } from './steps.ts';

/** A path that names one place, which may not exist yet: what ResultPath is. */
export interface ReferencePath {
  readonly text: string;
  /** `root` with `value` at the place, objects made on the way. @throws NotApplicable */
  write(root: Json, value: Json): Json;
}

/** The place lies inside a value that has no members (a string, a number, a list without that index). */
export class NotApplicable extends Error {}

/** @throws InvalidPath when it could name more than one place. */
export function compileReferencePath(text: string): ReferencePath {
  const steps = text.startsWith('$') && !text.startsWith('$$') ? parseSteps(text) : undefined;
  if (steps === undefined) {
    throw new InvalidPath(`it names one place with members and indexes only, found ${JSON.stringify(text)}`);
  }
  return { text, write: (root, value) => write(root, steps, 0, value) };
}

function write(root: Json | undefined, steps: readonly Step[], at: number, value: Json): Json {
  const step = steps[at];
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!isArray(root) || step >= root.length || step < -root.length) throw new NotApplicable();
    const index = step < 0 ? root.length + step : step;
    return root.with(index, write(root[index], steps, at + 1, value));
  }
  const parent = root ?? {};
  if (!isObject(parent)) throw new NotApplicable();
  const child = Object.hasOwn(parent, step) ? parent[step] : undefined;
  return withKeyInPlace(parent, step, write(child, steps, at + 1, value));
}

/** Keeps an existing member where it stands among its siblings. */
function withKeyInPlace(object: { readonly [key: string]: Json }, key: string, value: Json): Json {
  return Object.hasOwn(object, key) && key !== '__proto__'
    ? { ...object, [key]: value }
    : withKey(object, key, value);
}
