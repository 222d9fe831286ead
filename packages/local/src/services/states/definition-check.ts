import {
  compile,
  InvalidDefinition,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Problem,
  type Program,
  parseResource,
  statesIn,
} from '@batch-workflows/asl';
import { parameterNameProblems } from '../../integrations/parameter-names.ts';
import { isKnown } from '../../integrations/registry.ts';
import { syntaxProblem } from './json-syntax.ts';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** Something that keeps a definition from running: as ValidateStateMachineDefinition tells it. */
export interface Diagnostic {
  readonly severity: 'ERROR';
  readonly code: string;
  readonly message: string;
  /** `/States/Name/Field`, or `/` for the whole; absent for a text that is not JSON. */
  readonly location?: string;
}

/** A definition that can run, or what keeps it from that. */
export type Checked =
  | { readonly program: Program }
  | { readonly program?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export function checkDefinition(text: string, type: MachineType): Checked {
  const syntax = text.trim() === '' ? undefined : syntaxProblem(text);
  if (syntax !== undefined) {
    const { reason, line, column } = syntax;
    const message = `${reason}\n at [Source: (String)${excerpt(text)}; line: ${line}, column: ${column}]`;
    return { diagnostics: [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message }] };
  }
  const others = () => {
    const definition = JSON.parse(text);
    return [...problemsAsExpress(definition, '', type === 'EXPRESS'), ...parameterProblems(definition)];
  };
  try {
    const program = compile(text, { isKnown });
    const diagnostics = others();
    return diagnostics.length === 0 ? { program } : { diagnostics };
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    const problems = error.problems.map(diagnosticOf);
    return { diagnostics: isUnread(problems) ? problems : [...problems, ...others()] };
  }
}

const UNREAD = ['INVALID_JSON_DESCRIPTION', 'MISSING_DESCRIPTION', 'TOO_DEEPLY_NESTED'];

/** Whether nothing could be told of the states, because the definition was not read as far as that. */
export const isUnread = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.some(({ code }) => UNREAD.includes(code));

/** A problem with a definition as the API tells it. */
export const diagnosticOf = ({ pointer, message, code }: Problem): Diagnostic => ({
  severity: 'ERROR',
  code: code ?? 'SCHEMA_VALIDATION_FAILED',
  message,
  location: pointer === '' ? '/' : pointer,
});

/** Diagnostics as the message of an InvalidDefinition has them. */
export const reasonOf = (diagnostics: readonly Diagnostic[]) =>
  diagnostics
    .map(
      ({ code, message, location }) =>
        `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
    )
    .join(', ');

/** What tasks are given that the API which they call does not take, and what it wants beside. */
function* parameterProblems(definition: Json): Generator<Diagnostic> {
  for (const { pointer, state, language } of statesIn(definition)) {
    const { Type, Resource } = state;
    const resource = Type === 'Task' && typeof Resource === 'string' ? parseResource(Resource) : undefined;
    const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
    const template = state[field];
    if (resource === undefined || template === undefined || !isObject(template)) continue;
    for (const message of parameterNameProblems(resource, template))
      yield diagnosticOf({ pointer: `${pointer}/${field}`, message });
  }
}

/** An Express workflow waits for nobody; neither do the Express children of a Standard workflow's Map. */
function* problemsAsExpress(scope: Json, pointer: string, express: boolean): Generator<Diagnostic> {
  for (const [name, state] of membersOf(scope, 'States')) {
    const at = `${pointer}/States/${name}`;
    const message = express ? expressProblem(state['Resource']) : undefined;
    if (message !== undefined) yield diagnosticOf({ pointer: `${at}/Resource`, message });
    const branches = state['Branches'];
    if (isArray(branches)) {
      for (const [index, branch] of branches.entries())
        yield* problemsAsExpress(branch, `${at}/Branches[${index}]`, express);
    }
    for (const field of ['ItemProcessor', 'Iterator']) {
      const processor = state[field];
      if (processor === undefined || !isObject(processor)) continue;
      const config = processor['ProcessorConfig'];
      const runs = (field: string, value: string) =>
        config !== undefined && isObject(config) && config[field] === value;
      if (express && runs('Mode', 'DISTRIBUTED'))
        yield diagnosticOf({
          pointer: `${at}/${field}/ProcessorConfig/Mode`,
          message: 'Express state machine does not support Map in DISTRIBUTED mode',
        });
      const itself = runs('ExecutionType', 'EXPRESS');
      yield* problemsAsExpress(processor, `${at}/${field}`, express || itself);
    }
  }
}

function* membersOf(scope: Json, field: string): Generator<[string, JsonObject]> {
  const members = isObject(scope) ? scope[field] : undefined;
  if (members === undefined || !isObject(members)) return;
  for (const [name, member] of Object.entries(members)) if (isObject(member)) yield [name, member];
}

function expressProblem(resource: Json | undefined): string | undefined {
  const named = typeof resource === 'string' ? parseResource(resource) : undefined;
  if (named?.kind === 'activity') return 'Express state machine does not support Activity ARN';
  if (named?.kind !== 'service' || named.pattern === 'requestResponse') return undefined;
  // AWS has a blank at the end of one of them.
  return named.pattern === 'sync'
    ? "Express state machine does not support '.sync' service integration"
    : "Express state machine does not support '.waitForTaskToken' service integration ";
}

const LONGEST_EXCERPT = 500;

const excerpt = (text: string) =>
  text.length <= LONGEST_EXCERPT
    ? `"${text}"`
    : `"${text.slice(0, LONGEST_EXCERPT)}"[truncated ${text.length - LONGEST_EXCERPT} chars]`;
