import { randomBytes } from 'node:crypto';

/** What a token says of the task it belongs to. */
export interface TokenPlace {
  readonly executionArn: string;
  readonly task: number;
}

/** A secret for one task: it says where the task is, and 16 random bytes make it one that only its receiver knows. */
export function taskToken(executionArn: string, task: number): string {
  const place: [string, number, string] = [executionArn, task, randomBytes(16).toString('base64url')];
  return Buffer.from(JSON.stringify(place)).toString('base64');
}

/** The place that a token names, or undefined where it is no token of ours. */
export function readTaskToken(token: string): TokenPlace | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (!Array.isArray(place)) return undefined;
    const [executionArn, task, secret]: unknown[] = place;
    return typeof executionArn === 'string' && typeof task === 'number' && typeof secret === 'string'
      ? { executionArn, task }
      : undefined;
  } catch {
    return undefined;
  }
}
