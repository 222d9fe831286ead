import { createHash } from 'node:crypto';

/** Hex digits that depend on nothing but the words, so that a restart finds again what it made. */
export const stableHash = (...words: readonly string[]): string =>
  createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32);

/**
 * A name for a resource that the template leaves unnamed: `<stack>-<logical id>-<12 hex digits>`, as
 * CloudFormation names it but without chance, cut before the digits to `maxLength` characters.
 */
export function physicalName(stackName: string, logicalId: string, maxLength: number): string {
  const digits = stableHash(stackName, logicalId).slice(0, 12);
  const words = `${stackName}-${logicalId}`.slice(0, maxLength - digits.length - 1).replace(/-+$/, '');
  return `${words}-${digits}`;
}
