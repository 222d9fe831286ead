import type { Program } from '../definition/program.ts';
import type { Catcher, ErrorOutput } from '../failure/catcher.ts';
import type { Json } from '../json.ts';
import type { State } from './state.ts';

export interface RehearsalOptions {
  /** How often each of its retriers has been used before. */
  readonly retries: number;
  /** What an ItemReader is said to have read. */
  readonly read: readonly Json[] | undefined;
  /** Is told which catcher takes the failure. */
  readonly caught: (catcher: number) => void;
}

/**
 * One state of a program as a program of its own: whichever state comes after it does nothing. A Map or a Parallel
 * waits for its result as a Task does, instead of starting child frames.
 */
export function rehearse(program: Program, state: State, options: RehearsalOptions): Program {
  const states = new Map([...program.states.keys()].map((name) => [name, inert(name)]));
  states.set(state.name, onStage(state, options));
  return { startAt: state.name, states, timeoutSeconds: undefined };
}

const inert = (name: string): State => ({
  name,
  type: 'Pass',
  retriers: [],
  catchers: [],
  enter: () => {},
});

function onStage(state: State, { retries, read, caught }: RehearsalOptions): State {
  const { rehearsal } = state;
  const retriers = state.retriers.map((retrier) => ({
    ...retrier,
    maxAttempts: Math.max(0, retrier.maxAttempts - retries),
    intervalSeconds: Math.min(
      retrier.intervalSeconds * retrier.backoffRate ** retries,
      retrier.maxDelaySeconds,
    ),
  }));
  const catchers = state.catchers.map(
    (catcher, index): Catcher => ({
      ...catcher,
      leave: (scope, error: ErrorOutput) => {
        caught(index);
        return catcher.leave(scope, error);
      },
    }),
  );
  if (rehearsal === undefined) return { ...state, retriers, catchers };
  const { name, type } = state;
  return {
    name,
    type,
    retriers,
    catchers,
    enter: (work) => {
      rehearsal.enter(work, read);
      const nothing = { timeoutSeconds: undefined, heartbeatSeconds: undefined };
      work.scheduleTask({ parameters: ({ root }) => root, ...nothing });
    },
    taskSucceeded: rehearsal.finish,
  };
}
