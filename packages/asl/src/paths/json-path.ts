import { JSONPathEnvironment } from 'json-p3';
import type { Json } from '../json.ts';
import { isArray, isObject } from '../json.ts';
import { dotsToBrackets, parseSteps, type Step } from './steps.ts';

/** A compiled JSONPath. Definite paths give one value or fail; others give the list of what they found. */
export interface JsonPath {
  readonly text: string;
  /** Whether it names at most one place; only such paths may be written to. */
  readonly definite: boolean;
  /** @throws MissingPath when a definite path leads nowhere. */
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

/** A path that does not parse; `message` says where. */
export class InvalidPath extends Error {}

const environment = new JSONPathEnvironment();

/**
 * Compiles a path that starts with `$`. Plain member and index paths run on their own; everything else
 * (filters, wildcards, slices, descendants) is json-p3's.
 * @throws InvalidPath
 */
export function compileJsonPath(text: string): JsonPath {
  if (!text.startsWith('$')) throw new InvalidPath(`a path starts with "$", found ${JSON.stringify(text)}`);
  const steps = parseSteps(text);
  return steps === undefined ? indefinitePath(text) : definitePath(text, steps);
}

function definitePath(text: string, steps: readonly Step[]): JsonPath {
  if (steps.length === 0) return { text, definite: true, read: (root) => root, exists: () => true };
  return {
    text,
    definite: true,
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
  if (typeof step === 'number') return isArray(value) ? value.at(step) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function missing(steps: readonly Step[], at: number): MissingPath {
  const walked = steps
    .slice(0, at + 1)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`))
    .join('');
  const isLeaf = at === steps.length - 1;
  return new MissingPath(
    `${isLeaf ? 'No results for path' : 'Missing property in path'}${isLeaf ? ':' : ''} $${walked}`,
  );
}

function indefinitePath(text: string): JsonPath {
  let query: ReturnType<JSONPathEnvironment['compile']>;
  try {
    query = environment.compile(dotsToBrackets(text));
  } catch (error) {
    throw new InvalidPath(error instanceof Error ? error.message : String(error));
  }
  const find = (root: Json) => query.query(root as never).values() as Json[];
  return { text, definite: false, read: find, exists: (root) => find(root).length > 0 };
}
