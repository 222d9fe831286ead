/** A member of an input that came as JSON, as a form or from a caller, when it is a text. */
export function text(input: object, name: string): string | undefined {
  const value: unknown = Reflect.get(input, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
