import { InvalidArgumentError } from 'commander';

/** Reads a --port. @throws InvalidArgumentError */
export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535; 0 takes a free one.');
}
