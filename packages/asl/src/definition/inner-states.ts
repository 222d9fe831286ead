import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** A state anywhere in a definition, as it is written. */
export interface WrittenState {
  /** Where it stands, as AWS writes it: `/States/A/Branches[0]/States/B`. */
  readonly pointer: string;
  readonly name: string;
  readonly state: JsonObject;
}

/** The definition of what a Map's iterations run. */
export const processorOf = (state: JsonObject): Json | undefined =>
  state['ItemProcessor'] ?? state['Iterator'];

/** Every state of a definition that compiles, those in Parallels and Maps after the state that they are in. */
export function* statesIn(scope: Json | undefined, at = ''): Generator<WrittenState> {
  const states = scope !== undefined && isObject(scope) ? scope['States'] : undefined;
  if (states === undefined || !isObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const pointer = `${at}/States/${name}`;
    yield { pointer, name, state };
    const branches = state['Branches'];
    if (branches !== undefined && isArray(branches))
      for (const [index, branch] of branches.entries())
        yield* statesIn(branch, `${pointer}/Branches[${index}]`);
    for (const field of ['ItemProcessor', 'Iterator']) yield* statesIn(state[field], `${pointer}/${field}`);
  }
}
