import type { Json } from '../json.ts';
import { isArray, isObject } from '../json.ts';
import { InvalidPath } from './invalid-path.ts';
import { compileQuery } from './query.ts';
import { parseSteps, type Step } from './steps.ts';

/** A compiled JSONPath. Paths to one value give it or fail; others give the list of what they found. */
export interface JsonPath {
  readonly text: string;
  /** @throws MissingPath when a path to one value leads nowhere. */
  read(root: Json): Json;
  /** Whether it finds anything. */
  exists(root: Json): boolean;
}

/** A definite path led nowhere. `reason` is worded as AWS words it after `Invalid path '…' :`. */
export class MissingPath extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Compiles a path that starts with `$`. Plain member and index paths run on their own; everything else
 * (filters, wildcards, slices, descendants) is a query.
 * @throws InvalidPath
 */
export function compileJsonPath(text: string): JsonPath {
  if (!text.startsWith('$')) throw new InvalidPath(`a path starts with "$", found ${JSON.stringify(text)}`);
  const steps = parseSteps(text);
  return steps === undefined ? queryPath(text) : plainPath(text, steps);
}

function plainPath(text: string, steps: readonly Step[]): JsonPath {
  if (steps.length === 0) return { text, read: (root) => root, exists: () => true };
  return {
    text,
    read: (root) => {
      let value: Json | undefined = root;
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i] as Step;
        value = childOf(value, step);
        if (value === undefined) throw missing(steps, i);
      }
      return value;
    },
    exists: (root) => {
      let value: Json | undefined = root;
      for (const step of steps) value = value === undefined ? undefined : childOf(value, step);
      return value !== undefined;
    },
  };
}

function childOf(value: Json, step: Step): Json | undefined {
  if (typeof step === 'number') return isArray(value) ? value[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** A member that is missing on the way is named; of a missing item, or a member at the end, the whole path is. */
function missing(steps: readonly Step[], at: number): MissingPath {
  const isOnTheWay = at < steps.length - 1 && typeof steps[at] === 'string';
  const walked = (isOnTheWay ? steps.slice(0, at + 1) : steps)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`))
    .join('');
  return new MissingPath(
    isOnTheWay ? `Missing property in path $${walked}` : `No results for path: $${walked}`,
  );
}

function queryPath(text: string): JsonPath {
  const { find, exists } = compileQuery(text);
  return {
    text,
    read: (root) => {
      const found = find(root, root);
      if (found === undefined) throw new MissingPath(`No results for path: ${text}`);
      return found;
    },
    exists: (root) => exists(root, root),
  };
}
