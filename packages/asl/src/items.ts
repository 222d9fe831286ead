import type { Json } from './json.ts';

/** What a Map iterates over. */
export interface Items {
  readonly items: readonly Json[];
  /** Where it iterates over an object: the items' keys, in the same order. */
  readonly keys?: readonly string[] | undefined;
}

/** What an iteration gets where no ItemSelector says otherwise: of an object the pair, else the item itself. */
export function itemAt({ items, keys }: Items, index: number): Json {
  const value = items[index] ?? null;
  return keys === undefined ? value : { Key: keys[index] ?? '', Value: value };
}

/** Every item as an iteration gets it. */
export const itemsOf = (given: Items): readonly Json[] =>
  given.keys === undefined ? given.items : given.items.map((_, index) => itemAt(given, index));
