import type { LocalConfig } from '../../config.ts';
import { functionNotFound, invalidMember } from './errors.ts';

/** A function as a request names it. */
export interface FunctionReference {
  readonly name: string;
  /** `$LATEST` when the request names none. */
  readonly qualifier: string;
  /** Without qualifier. */
  readonly arn: string;
  /** What IAM policies are matched against: qualified only when the request is. */
  readonly resource: string;
}

const PATTERN =
  /^(?:arn:aws[\w-]*:lambda:(?<region>[a-z0-9-]+):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[A-Za-z0-9_-]{1,64})(?::(?<qualifier>\$LATEST|[A-Za-z0-9_-]+))?$/;

export const functionArn = (config: LocalConfig, name: string) =>
  `arn:aws:lambda:${config.region}:${config.accountId}:function:${name}`;

/** Lambda assumes roles under the function's name; a session's name has two characters at least. */
export const roleSessionName = (name: string) => name.padEnd(2, '-');

/**
 * Reads a FunctionName in any of AWS's forms: name, `account:function:name`, ARN, each with `:qualifier`.
 * @throws ValidationException for any other text.
 */
export function parseFunctionName(
  text: string | undefined,
  config: LocalConfig,
  qualifier?: string,
): FunctionReference {
  const groups = text === undefined ? undefined : PATTERN.exec(text)?.groups;
  if (groups?.['name'] === undefined) {
    throw invalidMember(text, 'functionName', `satisfy regular expression pattern: ${PATTERN.source}`);
  }
  const place = {
    region: groups['region'] ?? config.region,
    accountId: groups['account'] ?? config.accountId,
  };
  const arn = functionArn({ ...config, ...place }, groups['name']);
  const asked = qualifier ?? groups['qualifier'];
  return {
    name: groups['name'],
    qualifier: asked ?? '$LATEST',
    arn,
    resource: asked === undefined ? arn : `${arn}:${asked}`,
  };
}

/** @throws ResourceNotFoundException for a version or alias: there is only `$LATEST` here. */
export function demandLatest(reference: FunctionReference): void {
  if (reference.qualifier !== '$LATEST') throw functionNotFound(reference.resource);
}
