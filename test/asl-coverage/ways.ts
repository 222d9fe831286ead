import { type AslState, type Scope, statesOf } from '../machine-files.ts';

/** A way out of a state: what leads there, by its place in the state (`Next`, `Choices/0`, `Retry/1`), and where to. */
export interface Way {
  readonly state: string;
  readonly place: string;
  /** The state that comes next; absent for End and for a retry. */
  readonly target?: string;
  /** The errors that a retrier or a catcher names. */
  readonly errors?: readonly string[];
}

/** Every way out of a state, in the order in which it is written. */
export function waysOf(state: string, definition: AslState): Way[] {
  const { Next, End, Default, Choices = [], Retry = [], Catch = [] } = definition;
  return [
    ...Choices.map((rule, index) => ({ state, place: `Choices/${index}`, target: rule.Next })),
    ...(Default === undefined ? [] : [{ state, place: 'Default', target: Default }]),
    ...(Next === undefined ? [] : [{ state, place: 'Next', target: Next }]),
    ...(End === true ? [{ state, place: 'End' }] : []),
    ...Retry.map(({ ErrorEquals }, index) => ({ state, place: `Retry/${index}`, errors: ErrorEquals })),
    ...Catch.map(({ ErrorEquals, Next: target }, index) => ({
      state,
      place: `Catch/${index}`,
      target,
      errors: ErrorEquals,
    })),
  ];
}

/** Every way of a machine, those in its Maps and Parallels too. */
export const allWays = (machine: Scope): Way[] =>
  statesOf(machine).flatMap(([name, state]) => waysOf(name, state));

/** How a way is named in the records and in the report. */
export const nameOf = ({ state, place, target, errors }: Way): string =>
  `"${state}" ${place}${errors === undefined ? '' : ` (${errors.join(', ')})`}${target === undefined ? '' : ` → "${target}"`}`;
