/**
 * Names in the order in which a hash table of Java has them: AWS shows the columns of a CSV file so, and the output
 * of a Map is compared as text. Colliding names keep their own order.
 */
export function inHashOrder(names: readonly string[]): string[] {
  let capacity = 16;
  while (names.length > capacity * 0.75) capacity *= 2;
  const bucket = (name: string) => spread(name) & (capacity - 1);
  return [...names].sort((a, b) => bucket(a) - bucket(b));
}

function spread(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 16);
}
