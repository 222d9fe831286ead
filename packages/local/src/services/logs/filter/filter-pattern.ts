import { jsonPattern } from './json-pattern.ts';
import type { Matches } from './matches.ts';
import { unsupportedPattern } from './pattern-errors.ts';
import { termPattern } from './term-pattern.ts';

/**
 * A filter pattern: terms and quoted phrases that all have to be there, `-` before one that must not be, `?` before
 * each of several of which one has to be, `%…%` for a regular expression, or a condition on JSON in braces.
 * @throws `InvalidParameterException`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): Matches {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return jsonPattern(text);
  if (text.startsWith('[')) throw unsupportedPattern('a pattern of space-delimited fields');
  return termPattern(text);
}
