import { compileCatchers } from '../failure/catcher.ts';
import { compileRetriers } from '../failure/retrier.ts';
import { isObject, type Json } from '../json.ts';
import type { Problem } from '../payload-template.ts';
import { parseResource, type Resource } from '../resource.ts';
import { stateTypes } from '../states/registry.ts';
import { STATE_TYPES, type State, type StateType } from '../states/state.ts';
import { Fields } from './fields.ts';
import type { Program } from './program.ts';
import { QUERY_LANGUAGES } from './query-language.ts';
import { checkFields } from './supported-fields.ts';

/** A definition that cannot run; `problems` says each place and what is wrong there. */
export class InvalidDefinition extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(
      problems.map(({ pointer, message }) => `${message} at ${pointer === '' ? '/' : pointer}`).join('; '),
    );
    this.problems = problems;
  }
}

/** What a definition is checked against beside the language. */
export interface CompileOptions {
  /** Why a Task cannot call a resource here; undefined where it can. */
  readonly resourceProblem?: (resource: Resource) => string | undefined;
}

/**
 * Compiles a definition in Amazon States Language, once for all its executions.
 * @param text the definition's JSON text
 * @throws InvalidDefinition
 * @see https://states-language.net/spec.html
 */
export function compile(text: string, options: CompileOptions = {}): Program {
  const definition = parse(text);
  const problems: Problem[] = [];
  const fields = new Fields(definition, '', problems, 'JSONPath');
  const program = new Compiler(options).program(fields);
  if (problems.length === 0) requireEnd(fields);
  if (problems.length > 0) throw new InvalidDefinition(withoutRepetitions(problems));
  return program;
}

/** Some objects are read more than once. */
function withoutRepetitions(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(problems.map((problem) => [`${problem.pointer}\n${problem.message}`, problem])).values(),
  ];
}

function parse(text: string): { readonly [key: string]: Json } {
  let definition: Json;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    throw new InvalidDefinition([{ pointer: '', message: `not JSON: ${(error as SyntaxError).message}` }]);
  }
  if (!isObject(definition))
    throw new InvalidDefinition([{ pointer: '', message: 'a definition is a JSON object' }]);
  return definition;
}

const TYPES_AS_AWS_LISTS_THEM = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map';

class Compiler {
  readonly #options: CompileOptions;
  /** Of all states so far: those in Maps and Parallels are not to have the names of others either. */
  readonly #names = new Set<string>();

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  program(given: Fields): Program {
    const fields = inItsLanguage(given);
    const startAt = fields.string('StartAt');
    const all = fields.object('States');
    const states = new Map(
      all.names().map((name): [string, State] => [name, this.#state(name, all.object(name))]),
    );
    const targets = new Targets(states);
    for (const name of all.names()) targets.check(all.object(name));
    // Where one of the two is missing, nothing can be said of the way from one to the other.
    if (fields.has('StartAt') && fields.has('States')) {
      targets.require(fields, 'StartAt', startAt);
      targets.findUnreached(all, startAt);
    }
    return { startAt, states, timeoutSeconds: fields.optionalInteger('TimeoutSeconds', 1, 99_999_999) };
  }

  #state(name: string, given: Fields): State {
    const fields = inItsLanguage(given);
    if (this.#names.has(name))
      fields.problem('', `The state name "${name}" appears more than once.`, 'DUPLICATE_STATE_NAME');
    this.#names.add(name);
    const type = fields.string('Type');
    if (name.length > 80)
      fields.problem('', `a state's name has 80 characters at most, this one has ${name.length}`);
    if (!isStateType(type)) {
      if (fields.has('Type')) {
        fields.problem(
          'Type',
          `The field 'Type' should have one of these values: [${TYPES_AS_AWS_LISTS_THEM}]`,
        );
      }
      return { name, type: 'Pass', retriers: [], catchers: [], enter: () => {} };
    }
    checkFields(fields, type);
    const behaviour = stateTypes[type](
      fields,
      () => transition(fields),
      // A state's own language is not that of the states in it.
      (inner) => this.program(inner.in(given.language)),
    );
    if (behaviour.resource !== undefined) this.#checkResource(fields, behaviour.resource);
    return { ...behaviour, name, type, retriers: compileRetriers(fields), catchers: compileCatchers(fields) };
  }

  #checkResource(fields: Fields, arn: string): void {
    if (arn === '') return;
    const resource = parseResource(arn);
    if (resource === undefined) {
      const reason = 'not a valid resource ARN, or the resource is not available in this region.';
      return fields.problem(
        'Resource',
        `The resource provided ${arn} is not recognized. The value is ${reason}`,
      );
    }
    const problem = this.#options.resourceProblem?.(resource);
    if (problem !== undefined) fields.problem('Resource', `${JSON.stringify(arn)}: ${problem}`);
  }
}

/** A machine whose states all lead to others of it would never end. */
function requireEnd(fields: Fields): void {
  const all = fields.object('States');
  const ends = (state: Fields) =>
    state.raw('End') === true || ['Succeed', 'Fail'].includes(state.string('Type'));
  if (!all.names().some((name) => ends(all.object(name))))
    fields.problem(
      '',
      'No terminal state: no state is a Succeed or a Fail, or has "End": true',
      'MISSING_END_STATE',
    );
}

const isStateType = (type: string): type is StateType => (STATE_TYPES as readonly string[]).includes(type);

function transition(fields: Fields): string | undefined {
  const isEnd = fields.optionalBoolean('End') === true;
  const next = fields.optionalString('Next');
  if (isEnd === (next !== undefined)) {
    fields.problem('', isEnd ? 'a state has Next or End, not both' : 'a state needs Next, or "End": true');
  }
  return next;
}

/** The fields in the language that they name, or else in the one around them. */
function inItsLanguage(fields: Fields): Fields {
  const named = fields.optionalString('QueryLanguage');
  const language = named === undefined ? fields.language : QUERY_LANGUAGES.find((known) => known === named);
  if (language === undefined) {
    fields.problem(
      'QueryLanguage',
      `must be one of ${QUERY_LANGUAGES.join(', ')}, found ${JSON.stringify(named)}`,
    );
    return fields;
  }
  if (fields.language === 'JSONata' && language === 'JSONPath') {
    fields.problem('', "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  }
  return fields.in(language);
}

/** Checks that transitions lead to states of the same scope, and that each state can be reached. */
class Targets {
  readonly #states: ReadonlyMap<string, State>;

  constructor(states: ReadonlyMap<string, State>) {
    this.#states = states;
  }

  require(fields: Fields, name: string, target: string): void {
    if (!this.#states.has(target)) {
      fields.problem(name, `Missing '${name}' target: ${target}`, 'MISSING_TRANSITION_TARGET');
    }
  }

  check(state: Fields): void {
    for (const { fields, name, target } of transitionsOf(state)) this.require(fields, name, target);
  }

  findUnreached(all: Fields, startAt: string): void {
    const reached = new Set<string>();
    const open = [startAt];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (reached.has(name) || !this.#states.has(name)) continue;
      reached.add(name);
      for (const { target } of transitionsOf(all.object(name))) open.push(target);
    }
    for (const name of all.names()) {
      if (!reached.has(name))
        all.problem(name, `State "${name}" is not reachable.`, 'MISSING_TRANSITION_TARGET');
    }
  }
}

function* transitionsOf(state: Fields): Generator<{ fields: Fields; name: string; target: string }> {
  const items = [state, ...listOf(state, 'Choices'), ...listOf(state, 'Catch')];
  for (const fields of items) {
    for (const name of ['Next', 'Default']) {
      const target = fields.raw(name);
      if (typeof target === 'string') yield { fields, name, target };
    }
  }
}

function listOf(state: Fields, name: string): Fields[] {
  const value = state.raw(name);
  if (!Array.isArray(value)) return [];
  return value.every(isObject) && value.length > 0 ? (state.optionalObjects(name) ?? []) : [];
}
