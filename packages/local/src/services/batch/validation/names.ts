import { batchErrors } from '../errors.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

export const isName = (name: string | undefined): name is string => name !== undefined && NAME.test(name);

/** @throws `ClientException` naming the member. */
export function requireName(name: string | undefined, member: string): string {
  if (isName(name)) return name;
  throw batchErrors.invalid(
    `${member} should match valid pattern: 1 to 128 letters, digits, hyphens and underscores, the first a letter or digit`,
  );
}
