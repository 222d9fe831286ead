import { isArray, type Json, type JsonObject, statesIn } from '@batch-workflows/asl';

/** Something in a definition that runs, and perhaps not as it is meant. */
export interface DefinitionWarning {
  readonly code: 'NO_DOLLAR' | 'NO_PATH' | 'PASS_RESULT_IS_STATIC';
  readonly message: string;
  readonly location: string;
}

/** Fields whose members are evaluated where their names end in `.$`. */
const TEMPLATES = ['Parameters', 'ItemSelector', 'ResultSelector', 'Assign'];
/** Fields that have a counterpart whose name ends in Path. */
const CONSTANTS = ['Error', 'Cause', 'Seconds', 'Timestamp', 'TimeoutSeconds', 'HeartbeatSeconds'];

const looksLikePath = (value: Json | undefined) =>
  typeof value === 'string' && /^\$(?:$|\$?[.[])|^States\.[A-Z]\w*\(/u.test(value);

/**
 * The warnings of ValidateStateMachineDefinition: paths and intrinsic functions that are written where nothing evaluates
 * them. A JSONata state has none of them.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export function* definitionWarnings(definition: Json): Generator<DefinitionWarning> {
  for (const { pointer, state, language } of statesIn(definition))
    if (language === 'JSONPath') yield* ofState(state, pointer);
}

function* ofState(state: JsonObject, at: string): Generator<DefinitionWarning> {
  for (const field of TEMPLATES) yield* ofTemplate(state[field] ?? null, `${at}/${field}`);
  for (const field of CONSTANTS)
    if (looksLikePath(state[field]))
      yield {
        code: 'NO_PATH',
        message: `The value looks like a path and is taken as it is: use ${field}Path`,
        location: `${at}/${field}`,
      };
  if (state['Type'] !== 'Pass') return;
  for (const location of pathsIn(state['Result'] ?? null, `${at}/Result`))
    yield {
      code: 'PASS_RESULT_IS_STATIC',
      message: 'The Result of a Pass state is taken as it is: use Parameters to evaluate a path',
      location,
    };
}

function* ofTemplate(template: Json, at: string): Generator<DefinitionWarning> {
  for (const location of pathsIn(template, at)) {
    if (location.endsWith('.$')) continue;
    const name = location.slice(location.lastIndexOf('/') + 1);
    const message = `The value looks like a path or an intrinsic function and is taken as it is: name the field "${name}.$"`;
    yield { code: 'NO_DOLLAR', message, location };
  }
}

/** Where something in a value looks like a path. */
function* pathsIn(value: Json, at: string): Generator<string> {
  if (looksLikePath(value)) yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    yield* pathsIn(member as Json, isArray(value) ? `${at}[${key}]` : `${at}/${key}`);
}
