import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Program,
  parseResource,
  type State,
} from '@batch-workflows/asl';
import { integrationFor } from '../../../integrations/registry.ts';
import { checkDefinition, reasonOf } from '../definition-check.ts';
import { invalidDefinition, validation } from '../errors.ts';

/** AWS's name for a state that is given without a state machine. */
const NAMELESS = 'StateName';

/** The state under test: as it was written, compiled, and the program that it stands in. */
export interface TestedState {
  readonly definition: JsonObject;
  readonly language: 'JSONPath' | 'JSONata';
  readonly state: State;
  readonly program: Program;
}

/**
 * Finds the state under test in a state machine, or takes the definition for the state itself.
 * @throws InvalidDefinition ValidationException
 */
export function testedState(text: string, stateName: string | undefined): TestedState {
  const given = parsed(text);
  const name = stateName ?? NAMELESS;
  const program = programOf(stateName === undefined ? around(given, text) : text);
  const state = program.states.get(name);
  const states = given['States'];
  const definition = stateName === undefined ? given : isObject(states) ? states[name] : undefined;
  if (state === undefined || !isObject(definition))
    throw validation(`State not found in the state machine definition: ${name}`);
  const language = (definition['QueryLanguage'] ??
    given['QueryLanguage'] ??
    'JSONPath') as TestedState['language'];
  return { definition, language, state, program };
}

function parsed(text: string): JsonObject {
  const checked = checkSyntax(text);
  const value: Json = JSON.parse(checked);
  if (isObject(value)) return value;
  throw invalidDefinition('SCHEMA_VALIDATION_FAILED: a definition is a JSON object at /');
}

function checkSyntax(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    const checked = checkDefinition(text, 'STANDARD');
    throw invalidDefinition(checked.program === undefined ? reasonOf(checked.diagnostics) : 'not JSON');
  }
}

/** The text of a state machine in which the state stands alone; where it leads to, there is something to lead to. */
function around(state: JsonObject, text: string): string {
  const targets = [...targetsOf(state)].map((name) => `${JSON.stringify(name)}: {"Type": "Succeed"}, `);
  return `{"StartAt": "${NAMELESS}", "States": {${targets.join('')}"${NAMELESS}": ${text}}}`;
}

function* targetsOf(state: JsonObject): Generator<string> {
  const { Choices, Catch, Next, Default } = state;
  for (const target of [Next, Default]) if (typeof target === 'string') yield target;
  for (const list of [Choices, Catch]) {
    for (const item of isArray(list) ? list : []) {
      const target = isObject(item) ? item['Next'] : undefined;
      if (typeof target === 'string') yield target;
    }
  }
}

function programOf(text: string): Program {
  const checked = checkDefinition(text, 'STANDARD');
  if (checked.program !== undefined) return checked.program;
  throw invalidDefinition(reasonOf(checked.diagnostics));
}

/** A Task that is called has to be one that runs here. @throws InvalidDefinition */
export function requireRunnable({ state }: TestedState): void {
  const resource = parseResource(state.resource ?? '');
  const waits = resource?.kind === 'service' && resource.pattern !== 'requestResponse';
  if (resource?.kind === 'activity' || waits)
    throw invalidDefinition(
      `TestState runs no activity and waits for no job and no task token: mock the result of ${state.resource}`,
    );
  if (resource === undefined || integrationFor(resource) !== undefined) return;
  throw invalidDefinition(
    `SCHEMA_VALIDATION_FAILED: ${JSON.stringify(state.resource)}: the local run has no such integration: mock its result at /States/${state.name}/Resource`,
  );
}
