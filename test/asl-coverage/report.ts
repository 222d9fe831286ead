import { type Scope, statesOf } from '../machine-files.ts';
import type { Taken } from './taken.ts';
import { allWays, nameOf } from './ways.ts';

/** How much of some machines has been covered. */
export interface Coverage {
  /** What is missing, and a sum over all machines. */
  readonly lines: readonly string[];
  readonly isWhole: boolean;
}

/** What the records leave uncovered of the machines, by the machines' names. */
export function coverageOf(
  machines: ReadonlyMap<string, Scope>,
  records: readonly (Taken & { readonly machine: string })[],
): Coverage {
  const measured = [...machines].map(([machine, definition]) => {
    const own = records.filter((record) => record.machine === machine);
    const states = statesOf(definition).map(([name]) => `"${name}"`);
    return {
      machine,
      isRun: own.length > 0,
      states: measure(
        states,
        own.flatMap((record) => record.states.map((name) => `"${name}"`)),
      ),
      transitions: measure(
        allWays(definition).map(nameOf),
        own.flatMap((record) => record.transitions),
      ),
    };
  });
  const missing = measured.flatMap(({ machine, isRun, states, transitions }) =>
    isRun
      ? [...states.missing, ...transitions.missing].map((name) => `  not covered: ${machine} ${name}`)
      : `  not run: ${machine}`,
  );
  const sum = (part: 'states' | 'transitions') => {
    const all = measured.reduce((count, each) => count + each[part].all, 0);
    const left = measured.reduce((count, each) => count + each[part].missing.length, 0);
    return `${all - left} of ${all} ${part} (${Math.floor((100 * (all - left)) / all)} %)`;
  };
  return {
    lines: [...missing, `ASL coverage: ${sum('states')}, ${sum('transitions')}`],
    isWhole: missing.length === 0,
  };
}

const measure = (all: readonly string[], covered: readonly string[]) => {
  const seen = new Set(covered);
  return { all: all.length, missing: all.filter((name) => !seen.has(name)) };
};
