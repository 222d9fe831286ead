import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** A state anywhere in a definition, as it is written. */
export interface WrittenState {
  readonly name: string;
  readonly state: JsonObject;
}

/** The definition of what a Map's iterations run. */
export const processorOf = (state: JsonObject): Json | undefined =>
  state['ItemProcessor'] ?? state['Iterator'];

/** Every state of a definition that compiles, those in Parallels and Maps after the state that they are in. */
export function* statesIn(scope: Json | undefined): Generator<WrittenState> {
  const states = scope !== undefined && isObject(scope) ? scope['States'] : undefined;
  if (states === undefined || !isObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    yield { name, state };
    const branches = state['Branches'];
    for (const branch of branches !== undefined && isArray(branches) ? branches : []) yield* statesIn(branch);
    yield* statesIn(processorOf(state));
  }
}
