import type { LocalConfig } from '../config.ts';
import type { Identity } from './identity.ts';
import { roleId } from './role-id.ts';

/** Condition keys that a service adds to a request, such as `s3:prefix`; several values for a key that has them. */
export type ServiceKeys = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys of a request, with names in lower case: those of every request, and the service's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(
  identity: Identity,
  { config, now, keys = {} }: { config: LocalConfig; now: number; keys?: ServiceKeys | undefined },
): Map<string, readonly string[]> {
  const { accountId, arn, roleArn, servicePrincipal, sourceArn } = identity;
  const context = new Map<string, readonly string[]>([
    ['aws:principalisawsservice', [String(servicePrincipal !== undefined)]],
    ['aws:viaawsservice', ['false']],
    ['aws:requestedregion', [config.region]],
    ['aws:resourceaccount', [config.accountId]],
    ['aws:currenttime', [new Date(now).toISOString()]],
    ['aws:epochtime', [String(Math.floor(now / 1000))]],
    // Plain HTTP on loopback stands for the TLS that every AWS endpoint has.
    ['aws:securetransport', ['true']],
  ]);
  if (servicePrincipal === undefined) {
    context.set('aws:principalarn', [roleArn ?? arn]);
    context.set('aws:principalaccount', [accountId]);
    context.set('aws:principaltype', [roleArn === undefined ? 'Account' : 'AssumedRole']);
    context.set('aws:userid', [roleArn === undefined ? accountId : sessionId(roleArn, arn)]);
    context.set('aws:sourceip', ['127.0.0.1']);
  } else {
    context.set('aws:principalservicename', [servicePrincipal]);
    context.set('aws:sourceaccount', [accountId]);
    if (sourceArn !== undefined) context.set('aws:sourcearn', [sourceArn]);
  }
  for (const [key, value] of Object.entries(keys)) {
    context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}

/** `AROA…:<session>`, as GetCallerIdentity's UserId. */
export const sessionId = (roleArn: string, arn: string) =>
  `${roleId(roleArn)}:${arn.slice(arn.lastIndexOf('/') + 1)}`;
