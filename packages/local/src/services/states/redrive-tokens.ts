import type { ExecutionRecord } from './execution-record.ts';

/** A request with the same client token is the same request for so long. */
const TOKEN_MS = 15 * 60 * 1000;
const MOST_TOKENS = 10;

/**
 * When a request with this token redrove the execution, in ms since 1970; undefined where none did, or too long ago.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
 */
export const redriveAskedBy = (
  { redriveTokens = [] }: ExecutionRecord,
  token: string | undefined,
  now: number,
): number | undefined =>
  redriveTokens.find((known) => known.token === token && now - known.redrivenAt < TOKEN_MS)?.redrivenAt;

/** The tokens with one more, as a part of the record. */
export function withToken(
  { redriveTokens = [] }: ExecutionRecord,
  token: string | undefined,
  redrivenAt: number,
): Pick<ExecutionRecord, 'redriveTokens'> {
  if (token === undefined) return {};
  return { redriveTokens: [...redriveTokens, { token, redrivenAt }].slice(-MOST_TOKENS) };
}
