import { isArray, isObject, type Json } from '@batch-workflows/asl';
import { itemReaderFailed } from './failures.ts';

/**
 * The elements of a JSON file's array, or of the one that `pointer` (RFC 6901) leads to.
 * @throws TaskError States.ItemReaderFailed
 */
export async function jsonItems(
  text: AsyncIterable<string>,
  pointer: Json | undefined,
): Promise<readonly Json[]> {
  const parts: string[] = [];
  for await (const part of text) parts.push(part);
  const value = pointed(parsed(parts.join('')), pointer);
  if (isArray(value)) return value;
  throw itemReaderFailed('Attempting to map over non-iterable node.');
}

/** The lines of a JSON Lines file; empty ones are none. @throws TaskError States.ItemReaderFailed */
export async function* jsonLines(text: AsyncIterable<string>): AsyncGenerator<Json[]> {
  for await (const lines of linesOf(text)) yield lines.filter((line) => line.trim() !== '').map(parsed);
}

/** The lines of a text, as many at once as a part of it has. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let begun: string[] = [];
  for await (const part of text) {
    const [first = '', ...more] = part.split('\n');
    begun.push(first);
    const next = more.pop();
    if (next === undefined) continue;
    yield [begun.join(''), ...more];
    begun = [next];
  }
  yield [begun.join('')];
}

/** What a JSON pointer leads to; the value itself where there is none, null where it leads nowhere. */
export function pointed(value: Json, pointer: Json | undefined): Json {
  if (typeof pointer !== 'string' || pointer === '') return value;
  let at: Json | undefined = value;
  for (const token of pointer.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isArray(at) ? at[Number(key)] : isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at ?? null;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw itemReaderFailed(`The file is not valid JSON: ${(error as Error).message}`);
  }
}
