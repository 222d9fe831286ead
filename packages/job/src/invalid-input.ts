/** The caller's input is wrong; the message names every wrong field and says what to send instead. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  /** One line per issue, path first; the shape of an issue is Zod's. */
  static from(issues: readonly Issue[]): InvalidInput {
    return new InvalidInput(issues.map(({ path, message }) => `${pathOf(path)}: ${message}`).join('; '));
  }
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A Zod `error` option that says what was found and what to send, for example `found nothing; send …`. */
export const expected =
  (what: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `found ${describe(input)}; send ${what}`;

/** A value as an error message shows it: JSON, at most 80 characters. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'input' : path.map(String).join('.');
