import { errorMatches } from '@batch-workflows/asl';
import { type AslState, type Scope, statesOf } from '../machine-files.ts';
import { ruleFor } from './rule-for.ts';
import { detailsOf, type ShownEvent, statesAround } from './threads.ts';
import { nameOf, type Way, waysOf } from './ways.ts';

/** What an execution has covered, by name. */
export interface Taken {
  readonly states: readonly string[];
  readonly transitions: readonly string[];
}

/**
 * The states and transitions of a machine that a history shows: each Next, End, Default, Choice rule and Catch that
 * was followed, and each Retry that an error fell to (it was tried again, or its MaxAttempts is 0).
 */
export function takenBy(machine: Scope, events: readonly ShownEvent[]): Taken {
  const reading = new Reading(new Map(statesOf(machine)), events);
  const ways = events.flatMap((event) => reading.wayTakenAt(event) ?? []);
  return {
    states: unique(events.filter(isEntry).map((event) => detailsOf(event).name ?? '')),
    transitions: unique(ways.map(nameOf)),
  };
}

const unique = (names: readonly string[]) => [...new Set(names)];

const isEntry = ({ type = '' }: ShownEvent) => type.endsWith('StateEntered');
const isFailure = ({ type = '' }: ShownEvent) =>
  /(?:Failed|TimedOut)$/.test(type) && !type.startsWith('Execution');
/** What begins the work of a state: after a failure, the next attempt. */
const isWork = ({ type = '' }: ShownEvent) => /(?:Scheduled|(?:Map|Parallel)StateStarted)$/.test(type);

class Reading {
  readonly #states: ReadonlyMap<string, AslState>;
  readonly #events: ReadonlyMap<number, ShownEvent>;
  /** The state that was entered after an event. */
  readonly #entered: ReadonlyMap<number, string | undefined>;
  readonly #around: ReadonlyMap<number, readonly string[]>;

  constructor(states: ReadonlyMap<string, AslState>, events: readonly ShownEvent[]) {
    this.#states = states;
    this.#events = new Map(events.map((event) => [event.id ?? 0, event]));
    this.#entered = new Map(
      events.filter(isEntry).map((event) => [event.previousEventId ?? 0, detailsOf(event).name]),
    );
    this.#around = statesAround(events, states);
  }

  wayTakenAt(event: ShownEvent): Way | undefined {
    const before = this.#events.get(event.previousEventId ?? 0);
    if (event.type?.endsWith('StateExited')) return this.#exit(event, before);
    if (isFailure(event)) return this.#retry(event, (attempts) => attempts === 0);
    if (before !== undefined && isFailure(before) && isWork(event)) return this.#retry(before, () => true);
    return undefined;
  }

  #exit(event: ShownEvent, before: ShownEvent | undefined): Way | undefined {
    const { name = '' } = detailsOf(event);
    const state = this.#states.get(name);
    if (state === undefined || before === undefined) return undefined;
    const target = this.#entered.get(event.id ?? 0);
    const toThere = waysOf(name, state).filter(
      (way) => way.target === target && !way.place.startsWith('Retry'),
    );
    if (isFailure(before)) {
      const catchers = toThere.filter(({ place }) => place.startsWith('Catch'));
      return catchers.length < 2 ? catchers[0] : firstNaming(catchers, this.#errorOf(before));
    }
    const others = toThere.filter(({ place }) => !place.startsWith('Catch'));
    if (others.length < 2) return others[0];
    const rule = ruleFor(state, detailsOf(before).input ?? '{}');
    return others.find(({ place }) => place === rule);
  }

  /** The retrier that a failure falls to, where it has so many attempts. */
  #retry(failure: ShownEvent, hasAttempts: (attempts: number | undefined) => boolean): Way | undefined {
    const name = this.#around.get(failure.id ?? 0)?.at(-1) ?? '';
    const state = this.#states.get(name);
    if (state === undefined) return undefined;
    const retriers = waysOf(name, state).filter(({ place }) => place.startsWith('Retry'));
    const way = firstNaming(retriers, this.#errorOf(failure));
    const retrier = way === undefined ? undefined : state.Retry?.[retriers.indexOf(way)];
    return retrier !== undefined && hasAttempts(retrier.MaxAttempts) ? way : undefined;
  }

  /** A Map's or a Parallel's failure names no error: it is the one that stands before it. */
  #errorOf(failure: ShownEvent): string | undefined {
    let event: ShownEvent | undefined = failure;
    while (event !== undefined && isFailure(event)) {
      const { error } = detailsOf(event);
      if (error !== undefined) return error;
      event = this.#events.get(event.previousEventId ?? 0);
    }
    return undefined;
  }
}

const firstNaming = (ways: readonly Way[], error: string | undefined): Way | undefined =>
  ways.find(({ errors = [] }) => errorMatches(errors, { error, cause: undefined }));
