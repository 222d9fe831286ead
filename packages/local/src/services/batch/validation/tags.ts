import { batchErrors } from '../errors.ts';
import { requireStrings } from './string-map.ts';

const MOST_TAGS = 50;

/** The tags that a resource would have. https://docs.aws.amazon.com/batch/latest/userguide/tag-resources.html */
export function validateTags(tags: Readonly<Record<string, unknown>> | undefined): void {
  requireStrings('tags', tags);
  const entries = Object.entries(tags ?? {});
  if (entries.length > MOST_TAGS) {
    throw batchErrors.invalid(
      `A resource can have at most ${MOST_TAGS} tags; it would have ${entries.length}`,
    );
  }
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128) {
      throw batchErrors.invalid(`A tag's key must have between 1 and 128 characters: "${key}"`);
    }
    if (/^aws:/i.test(key))
      throw batchErrors.invalid(`A tag's key must not begin with aws: "${key}" is reserved`);
    if (String(value).length > 256) {
      throw batchErrors.invalid(`A tag's value must have at most 256 characters: that of "${key}" has more`);
    }
  }
}
