import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { QUERY_LANGUAGES, type QueryLanguage } from './query-language.ts';

/** A state anywhere in a definition, as it is written. */
export interface WrittenState {
  /** Where it stands, as AWS writes it: `/States/A/Branches[0]/States/B`. */
  readonly pointer: string;
  readonly name: string;
  readonly state: JsonObject;
  /** Its own, or that of the machine, branch or processor that it stands in, or of the next one around. */
  readonly language: QueryLanguage;
}

/** The definition of what a Map's iterations run. */
export const processorOf = (state: JsonObject): Json | undefined =>
  state['ItemProcessor'] ?? state['Iterator'];

/** Every state of a definition, those in Parallels and Maps after the state that they are in; what is none is passed over. */
export function* statesIn(
  scope: Json | undefined,
  at = '',
  around: QueryLanguage = 'JSONPath',
): Generator<WrittenState> {
  if (scope === undefined || !isObject(scope)) return;
  const states = scope['States'];
  if (states === undefined || !isObject(states)) return;
  const common = languageOf(scope) ?? around;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const pointer = `${at}/States/${name}`;
    yield { pointer, name, state, language: languageOf(state) ?? common };
    const branches = state['Branches'];
    if (branches !== undefined && isArray(branches))
      for (const [index, branch] of branches.entries())
        yield* statesIn(branch, `${pointer}/Branches[${index}]`, common);
    for (const field of ['ItemProcessor', 'Iterator'])
      yield* statesIn(state[field], `${pointer}/${field}`, common);
  }
}

const languageOf = (object: JsonObject) =>
  QUERY_LANGUAGES.find((language) => language === object['QueryLanguage']);
