import { isArray, isObject, type Json } from '../json.ts';
import type { Test } from './filter.ts';

/** One step: hands each value that it finds in another to `found`. */
export interface Selector {
  readonly single: boolean;
  select(value: Json, root: Json, found: (value: Json) => void): void;
}

/** The members of these names. */
export class Members implements Selector {
  readonly names: readonly string[];
  readonly single: boolean;

  constructor(names: readonly string[]) {
    this.names = names;
    this.single = names.length === 1;
  }

  select(value: Json, _: Json, found: (value: Json) => void): void {
    if (!isObject(value)) return;
    for (const name of this.names) if (Object.hasOwn(value, name)) found(value[name] as Json);
  }
}

/** Several names at the end of a path give one object. */
export const merged = (names: readonly string[]): Selector => ({
  single: true,
  select: (value, _, found) => {
    if (!isObject(value)) return;
    const present = names.filter((name) => Object.hasOwn(value, name));
    found(Object.fromEntries(present.map((name) => [name, value[name] as Json])));
  },
});

export const every: Selector = {
  single: false,
  select: (value, _, found) => {
    for (const child of childrenOf(value)) found(child);
  },
};

export const indexing = (indexes: readonly number[]): Selector => ({
  single: indexes.length === 1,
  select: (value, _, found) => {
    if (!isArray(value)) return;
    for (const index of indexes) {
      const item = value[index];
      if (item !== undefined) found(item);
    }
  },
});

/** The item that is so many before the end. */
export const fromEnd = (distance: number): Selector => ({
  single: true,
  select: (value, _, found) => {
    const item = isArray(value) ? value[value.length - distance] : undefined;
    if (item !== undefined) found(item);
  },
});

export const slicing = (from: number, to: number | undefined): Selector => ({
  single: false,
  select: (value, _, found) => {
    if (isArray(value)) for (const item of value.slice(from, to)) found(item);
  },
});

/** Of a list its items are tested, an object itself is; among descendants the items have their own turn. No scalar passes. */
export const filtering = (test: Test, isScanned: boolean): Selector => ({
  single: false,
  select: (value, root, found) => {
    const tested = isObject(value) ? [value] : isArray(value) && !isScanned ? value : [];
    for (const item of tested) if ((isObject(item) || isArray(item)) && test(item, root)) found(item);
  },
});

/** The selector on the value, and on all that is in it. */
export const scanning = (selector: Selector): Selector => ({
  single: false,
  select: (value, root, found) => {
    const open = [value];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      selector.select(node, root, found);
      const children = childrenOf(node);
      for (let i = children.length - 1; i >= 0; i--) open.push(children[i] as Json);
    }
  },
});

const childrenOf = (value: Json): readonly Json[] =>
  isArray(value) ? value : isObject(value) ? Object.values(value) : [];
