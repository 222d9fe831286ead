import { compileExpression, compilePath, type Expression, type PathExpression } from '../expression.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { compileJsonata, expressionIn } from '../jsonata/expression.ts';
import { compileJsonataTemplate } from '../jsonata/template.ts';
import { InvalidPath } from '../paths/invalid-path.ts';
import { compileReferencePath, type ReferencePath } from '../paths/reference-path.ts';
import { compileTemplate, type Problem } from '../payload-template.ts';
import type { Scope } from '../scope.ts';
import type { Variables } from '../variables.ts';
import { checkVariableNames, withinLimits } from './assigned-variables.ts';
import type { QueryLanguage } from './query-language.ts';

/** A problem as it is collected: of a field that is missing its name alone. */
export type Collected = Problem & { readonly missing?: string };

/** Reads the fields of one object of a definition and collects what is wrong with them. */
export class Fields {
  /** As AWS writes it: `/States/A/Catch[0]`; empty for the whole. */
  readonly pointer: string;
  readonly language: QueryLanguage;
  readonly #object: JsonObject;
  readonly #problems: Collected[];
  /** The pointer of the state that the object is, or is in. */
  readonly #state: string;

  constructor(
    object: JsonObject,
    pointer: string,
    problems: Collected[],
    language: QueryLanguage,
    state = '',
  ) {
    this.language = language;
    this.#object = object;
    this.pointer = pointer;
    this.#problems = problems;
    this.#state = state;
  }

  /** The same object read in another language. */
  in(language: QueryLanguage): Fields {
    return new Fields(this.#object, this.pointer, this.#problems, language, this.#state);
  }

  /** The same object, read as a state. */
  asState(): Fields {
    return new Fields(this.#object, this.pointer, this.#problems, this.language, this.pointer);
  }

  /** Where a field stands in its state, as the history says it: `Output`, `Catch[0]/Assign`. */
  location(name: string): string {
    return `${this.pointer}/${name}`.slice(this.#state.length + 1);
  }

  #part(object: JsonObject, place: string): Fields {
    return new Fields(object, `${this.pointer}/${place}`, this.#problems, this.language, this.#state);
  }

  /** The object as it is written. */
  asJson(): JsonObject {
    return this.#object;
  }

  names(): string[] {
    return Object.keys(this.#object);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  raw(name: string): Json | undefined {
    return this.has(name) ? this.#object[name] : undefined;
  }

  problem(name: string, message: string, code?: Problem['code']): void {
    const pointer = name === '' ? this.pointer : `${this.pointer}/${name}`;
    this.#problems.push({ pointer, message, ...(code === undefined ? {} : { code }) });
  }

  /** Says that two fields mean the same, where both are there. */
  eitherOr(one: string, other: string): void {
    if (this.has(one) && this.has(other)) this.problem(other, `cannot stand beside ${one}`);
  }

  /** Says that a field is missing. */
  missing(name: string): void {
    this.#problems.push({ pointer: this.pointer, message: 'is missing', missing: name });
  }

  string(name: string): string {
    return this.optionalString(name) ?? this.#required(name, '');
  }

  optionalString(name: string): string | undefined {
    return this.#typed(name, 'a string', (value) => (typeof value === 'string' ? value : undefined));
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#typed(name, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  /** A whole number within bounds. */
  optionalInteger(name: string, least: number, most: number): number | undefined {
    const wanted = `a whole number from ${least} to ${most}`;
    const number = this.#typed(name, wanted, (value) =>
      Number.isInteger(value) ? (value as number) : undefined,
    );
    return this.#within(name, number, least, most);
  }

  optionalNumber(name: string, least: number, most = Number.POSITIVE_INFINITY): number | undefined {
    const number = this.#typed(name, 'a number', (value) => (typeof value === 'number' ? value : undefined));
    return this.#within(name, number, least, most);
  }

  /** One of a few texts. */
  optionalOneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.optionalString(name);
    const value = values.find((known) => known === text);
    if (text !== undefined && value === undefined)
      this.problem(name, `The field '${name}' should have one of these values: [${values.join(', ')}]`);
    return value;
  }

  object(name: string): Fields {
    return (
      this.optionalObject(name) ??
      this.#required(name, new Fields({}, `${this.pointer}/${name}`, [], this.language))
    );
  }

  optionalObject(name: string): Fields | undefined {
    return this.#typed(name, 'an object', (value) => (isObject(value) ? this.#part(value, name) : undefined));
  }

  /** An array of objects with at least one item. */
  optionalObjects(name: string): Fields[] | undefined {
    return this.#typed(name, 'a list of objects with at least one item', (value) =>
      isArray(value) && value.length > 0 && value.every(isObject)
        ? value.map((item, index) => this.#part(item as JsonObject, `${name}[${index}]`))
        : undefined,
    );
  }

  optionalStrings(name: string): readonly string[] | undefined {
    return this.#typed(name, 'a list of strings with at least one item', (value) =>
      isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
        ? (value as readonly string[])
        : undefined,
    );
  }

  path(name: string): PathExpression | undefined {
    if (!this.has(name)) this.missing(name);
    return this.optionalPath(name);
  }

  optionalPath(name: string): PathExpression | undefined {
    const text = this.optionalString(name);
    return text === undefined
      ? undefined
      : this.#compiled(name, () => compilePath(text), refusedReference(text));
  }

  /** A path or an intrinsic function (ErrorPath, CausePath). */
  optionalExpression(name: string): Expression | undefined {
    const text = this.optionalString(name);
    return text === undefined ? undefined : this.#compiled(name, () => compileExpression(text, name));
  }

  /** InputPath and OutputPath: a path, or null for an empty object. */
  optionalPathOrNull(name: string): PathExpression | null | undefined {
    if (this.raw(name) === null) return null;
    const text = this.optionalString(name);
    return text === undefined ? undefined : this.#compiled(name, () => compilePath(text), refusedPath(text));
  }

  /** ResultPath: one place, or null where the result is dropped. */
  optionalReferencePathOrNull(name: string): ReferencePath | null | undefined {
    if (this.raw(name) === null) return null;
    const text = this.optionalString(name);
    return text === undefined
      ? undefined
      : this.#compiled(name, () => compileReferencePath(text), refusedReference(text));
  }

  /** A payload template in the state's language. */
  optionalTemplate(name: string): Expression | undefined {
    const template = this.raw(name);
    if (template === undefined) return undefined;
    const pointer = `${this.pointer}/${name}`;
    return this.language === 'JSONata'
      ? compileJsonataTemplate(template, { pointer, location: this.location(name) }, this.#problems)
      : compileTemplate(template, pointer, this.#problems);
  }

  /** Assign: an object of the variables' names, each with a template. */
  optionalVariables(name: string): ((scope: Scope) => Variables) | undefined {
    const variables = this.optionalObject(name);
    if (variables === undefined) return undefined;
    checkVariableNames(variables);
    const template = this.optionalTemplate(name);
    return template && ((scope) => withinLimits(template(scope) as Variables, scope.variables()));
  }

  /** A field that JSONata may evaluate: undefined where it is absent or a constant. */
  optionalJsonata(name: string): Expression | undefined {
    const text = this.raw(name);
    const expression =
      this.language === 'JSONata' && typeof text === 'string' ? expressionIn(text) : undefined;
    return expression === undefined
      ? undefined
      : this.#compiled(name, () => compileJsonata(expression, this.location(name)));
  }

  #typed<T>(name: string, wanted: string, read: (value: Json) => T | undefined): T | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const typed = read(value);
    if (typed === undefined) {
      const isEmpty = isArray(value) && value.length === 0;
      const message = `must be ${wanted}, found ${JSON.stringify(value).slice(0, 60)}`;
      this.problem(name, isEmpty ? 'Value cannot be empty' : message);
    }
    return typed;
  }

  #within(name: string, number: number | undefined, least: number, most: number): number | undefined {
    if (number === undefined) return undefined;
    if (number >= least && number <= most) return number;
    this.problem(name, number < least ? `Minimum value is ${least}` : `Maximum value is ${most}`);
    return undefined;
  }

  #required<T>(name: string, fallback: T): T {
    if (!this.has(name)) this.missing(name);
    return fallback;
  }

  /** @param refusal what is said of a text that does not compile, and why it does not */
  #compiled<T>(name: string, compile: () => T, refusal = (reason: string): string => reason): T | undefined {
    try {
      return compile();
    } catch (error) {
      if (!(error instanceof InvalidPath)) throw error;
      this.problem(name, refusal(error.message));
      return undefined;
    }
  }
}

const refusedPath = (text: string) => (reason: string) =>
  text.startsWith('$') ? `Value must be a valid JSONPath: ${reason}` : 'Value must be a valid JSONPath.';

const refusedReference = (text: string) => (reason: string) =>
  `Value is not a Reference Path: ${text.startsWith('$') ? reason : "Reference path didn't start with '$'"}`;
