import { compileCatchers } from '../failure/catcher.ts';
import { compileRetriers } from '../failure/retrier.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { isTooDeeplyNested, MOST_LEVELS } from '../nesting.ts';
import type { Problem } from '../payload-template.ts';
import { parseResource, type Resource } from '../resource.ts';
import { stateTypes } from '../states/registry.ts';
import { STATE_TYPES, type State } from '../states/state.ts';
import { type Collected, Fields } from './fields.ts';
import { checkPart } from './part-fields.ts';
import type { Program } from './program.ts';
import { QUERY_LANGUAGES } from './query-language.ts';
import { checkStateFields } from './supported-fields.ts';

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
  /** Whether there is such a resource for a Task to call; where it is left out, there is. */
  readonly isKnown?: (resource: Resource) => boolean;
}

/**
 * Compiles a definition in Amazon States Language, once for all its executions.
 * @param text the definition's JSON text
 * @throws InvalidDefinition
 * @see https://states-language.net/spec.html
 */
export function compile(text: string, options: CompileOptions = {}): Program {
  const definition = parse(text);
  const problems: Collected[] = [];
  const fields = new Fields(definition, '', problems, 'JSONPath');
  const program = new Compiler(options).program(fields);
  if (problems.length === 0) requireEnd(fields);
  if (problems.length > 0) throw new InvalidDefinition(merged(problems));
  return program;
}

/** Some objects are read more than once; all that an object lacks is one problem. */
function merged(problems: readonly Collected[]): Problem[] {
  const lacking = new Map<string, Set<string>>();
  for (const { pointer, missing } of problems)
    if (missing !== undefined) lacking.set(pointer, (lacking.get(pointer) ?? new Set()).add(missing));
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const { pointer, message, missing } = problem;
    if (missing === undefined) found.set(`${pointer}\n${message}`, problem);
    else {
      const names = [...(lacking.get(pointer) ?? [])].join(', ');
      found.set(pointer, { pointer, message: `These fields are required: [${names}]` });
    }
  }
  return [...found.values()];
}

function parse(text: string): JsonObject {
  const refused = (message: string, code?: Problem['code']) =>
    new InvalidDefinition([{ pointer: '', message, ...(code === undefined ? {} : { code }) }]);
  if (['', 'null'].includes(text.trim()))
    throw refused('Received a null or empty workflow input.', 'MISSING_DESCRIPTION');
  if (isTooDeeplyNested(text))
    throw refused(
      `The states are too deeply nested: there are more than ${MOST_LEVELS} objects and lists in each other`,
      'TOO_DEEPLY_NESTED',
    );
  let definition: Json;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    throw refused(`not JSON: ${(error as SyntaxError).message}`);
  }
  if (!isObject(definition)) throw refused('a definition is a JSON object');
  return definition;
}

const LONGEST_NAME = 80;

class Compiler {
  readonly #options: CompileOptions;
  /** Of all states so far: those in Maps and Parallels are not to have the names of others either. */
  readonly #names = new Set<string>();
  readonly #labels = new Set<string>();

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  program(given: Fields, part: 'scope' | 'processor' = 'scope'): Program {
    const fields = inItsLanguage(given);
    checkPart(fields, part);
    const startAt = fields.string('StartAt');
    const all = fields.object('States');
    const states = new Map(
      all.names().map((name): [string, State] => [name, this.#state(name, all.object(name))]),
    );
    const targets = new Targets(states);
    for (const name of all.names()) targets.check(all.object(name));
    // Where one of the two is not there, nothing can be said of the way from one to the other.
    if (typeof fields.raw('StartAt') === 'string' && isObject(fields.raw('States'))) {
      targets.require(fields, 'StartAt', startAt);
      targets.findUnreached(all, startAt);
    }
    return { startAt, states, timeoutSeconds: fields.optionalInteger('TimeoutSeconds', 1, 99_999_999) };
  }

  #state(name: string, given: Fields): State {
    const fields = inItsLanguage(given).asState();
    this.#checkNames(name, fields);
    if (!fields.has('Type')) fields.missing('Type');
    const type = fields.optionalOneOf('Type', STATE_TYPES);
    if (type === undefined) return { name, type: 'Pass', retriers: [], catchers: [], enter: () => {} };
    checkStateFields(fields, type);
    const behaviour = stateTypes[type](
      fields,
      () => transition(fields),
      // A state's own language is not that of the states in it.
      (inner, part) => this.program(inner.in(given.language), part),
    );
    if (behaviour.resource !== undefined) this.#checkResource(fields);
    return { ...behaviour, name, type, retriers: compileRetriers(fields), catchers: compileCatchers(fields) };
  }

  /** A state's name, and a Map's label, stand for one state of the whole. */
  #checkNames(name: string, fields: Fields): void {
    if (this.#names.has(name)) fields.problem('', `Duplicate State name: ${name}`, 'DUPLICATE_STATE_NAME');
    this.#names.add(name);
    if (name.length > LONGEST_NAME) {
      const reason = `State '${name}' exceeds the ${LONGEST_NAME}-character limit allowed by the service`;
      fields.problem('', `Invalid State name: ${reason}`, 'INVALID_STATE_NAME');
    }
    const label = fields.raw('Label');
    if (typeof label !== 'string') return;
    if (this.#labels.has(label))
      fields.problem('Label', `Duplicate Label name: ${label}`, 'DUPLICATE_LABEL_NAME');
    this.#labels.add(label);
  }

  #checkResource(fields: Fields): void {
    const arn = fields.raw('Resource');
    if (typeof arn !== 'string') return;
    const resource = parseResource(arn);
    if (resource !== undefined && this.#options.isKnown?.(resource) !== false) return;
    const reason = 'not a valid resource ARN, or the resource is not available in this region.';
    fields.problem('Resource', `The resource provided ${arn} is not recognized. The value is ${reason}`);
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
  const language = fields.optionalOneOf('QueryLanguage', QUERY_LANGUAGES) ?? fields.language;
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
      fields.problem(name, `Missing 'Next' target: ${target}`, 'MISSING_TRANSITION_TARGET');
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
