/**
 * One page of a list ordered by `keyOf`; a marker is the key of the last item of the page before.
 * A page has at most `most` items, whatever is asked for.
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  most: number,
): { items: readonly T[]; NextMarker?: string } {
  const rest = Marker === undefined ? all : all.filter((item) => keyOf(item) > Marker);
  const items = rest.slice(0, Math.min(MaxItems ?? most, most));
  const last = items.at(-1);
  return last !== undefined && rest.length > items.length ? { items, NextMarker: keyOf(last) } : { items };
}
