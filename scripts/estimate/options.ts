import { InvalidArgumentError } from 'commander';

/** A number from a command line, between bounds. */
const number = (least: number, most: number, what: string, isWhole: boolean) => (text: string) => {
  const value = text.trim() === '' ? Number.NaN : Number(text.replaceAll(/(?<=\d)[_,](?=\d{3})/g, ''));
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  throw new InvalidArgumentError(`It is ${what}.`);
};

/** @throws InvalidArgumentError for anything else, as all of these do */
export const items = number(1, 10_000_000, 'a whole number from 1 to 10,000,000', true);
export const jobMinutes = number(0.01, 14 * 24 * 60, 'minutes, from 0.01 to 20,160 (14 days)', false);
export const batchSize = number(1, 1000, 'a whole number of items a job, from 1 to 1,000', true);
export const failureRate = number(0, 1, 'how likely a job fails, from 0 to 1, such as 0.05', false);
export const maxVcpus = number(1, 1_000_000, 'a whole number of vCPUs, from 1', true);

export function stage(text: string): string {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text;
  throw new InvalidArgumentError('It is the name of a stage, such as dev or prod.');
}
