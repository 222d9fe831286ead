import type { LocalConfig } from '../../config.ts';

/** Names of log groups and streams, as AWS composes them. */
export interface LogsArns {
  /** Without the `:*` that the API and templates put behind a group's. */
  group(name: string): string;
  stream(group: string, stream: string): string;
  /** What IAM is asked about for an action on a whole group, or on all of them. */
  anyStream(group?: string): string;
}

export function logsArns({ region, accountId }: Pick<LocalConfig, 'region' | 'accountId'>): LogsArns {
  const group = (name: string) => `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
  const stream = (name: string, inside: string) => `${group(name)}:log-stream:${inside}`;
  return { group, stream, anyStream: (name = '') => stream(name, '') };
}

/** `/aws/lambda/f` of `arn:aws:logs:…:log-group:/aws/lambda/f` or `….:*`; a bare name is itself. */
export const groupNameIn = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? '') : nameOrArn;
