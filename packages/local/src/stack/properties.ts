import type { Json, JsonObject } from './json.ts';
import { isList, isObject, shown } from './json.ts';
import { StackError } from './stack-error.ts';

/** A resource's evaluated properties; every reader's error names the property's place and what was found. */
export class Properties {
  readonly values: JsonObject;
  readonly place: string;

  constructor(values: JsonObject, place: string) {
    this.values = values;
    this.place = place;
  }

  /** A scalar as text, which is how CloudFormation passes it on; undefined when the property is absent. */
  optionalText(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (value !== null && typeof value !== 'object') return String(value);
    throw new StackError(this.at(name), `must be a text, found ${shown(value)}`);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#missing(name);
  }

  /** The list's items as texts; an absent list is empty. */
  texts(name: string): readonly string[] {
    return this.list(name).map((item, index) => {
      if (typeof item === 'string') return item;
      throw new StackError(`${this.at(name)}[${index}]`, `must be a text, found ${shown(item)}`);
    });
  }

  list(name: string): readonly Json[] {
    const value = this.values[name] ?? [];
    if (isList(value)) return value;
    throw new StackError(this.at(name), `must be a list, found ${shown(value)}`);
  }

  /** The list's items, each as properties of their own; an absent list is empty. */
  objects(name: string): readonly Properties[] {
    return this.list(name).map((item, index) => {
      const place = `${this.at(name)}[${index}]`;
      if (isObject(item)) return new Properties(item, place);
      throw new StackError(place, `must be an object, found ${shown(item)}`);
    });
  }

  /** An object; undefined when absent. */
  optionalObject(name: string): JsonObject | undefined {
    const value = this.values[name];
    if (value === undefined || isObject(value)) return value;
    throw new StackError(this.at(name), `must be an object, found ${shown(value)}`);
  }

  object(name: string): JsonObject {
    return this.optionalObject(name) ?? this.#missing(name);
  }

  /** These properties without some, for the operation that takes all the others. */
  without(...names: readonly string[]): JsonObject {
    return Object.fromEntries(Object.entries(this.values).filter(([name]) => !names.includes(name)));
  }

  /** Those of these properties that are given. */
  only(...names: readonly string[]): JsonObject {
    return Object.fromEntries(Object.entries(this.values).filter(([name]) => names.includes(name)));
  }

  at(name: string): string {
    return `${this.place}.${name}`;
  }

  #missing(name: string): never {
    throw new StackError(this.at(name), 'is required');
  }
}
