import type { Identity } from './identity.ts';
import { many, type PolicyPrincipal, type PolicyStatement } from './policy.ts';

/** How a statement's principal covers an identity: by a name of its own, by its account, or as anyone. */
export type PrincipalMatch = 'itself' | 'account' | 'anyone';

/**
 * How a statement of a resource's policy covers an identity; undefined when it does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalMatch(
  { Principal, NotPrincipal }: PolicyStatement,
  identity: Identity,
): PrincipalMatch | undefined {
  if (Principal !== undefined) return matchOf(Principal, identity);
  return NotPrincipal !== undefined && matchOf(NotPrincipal, identity) === undefined ? 'anyone' : undefined;
}

function matchOf(principal: PolicyPrincipal, identity: Identity): PrincipalMatch | undefined {
  if (principal === '*') return 'anyone';
  const { servicePrincipal, roleArn, arn, accountId } = identity;
  const { Service = [], AWS = [] } = principal;
  const names = many(AWS);
  if (servicePrincipal !== undefined && many(Service).includes(servicePrincipal)) return 'itself';
  if (names.includes('*')) return 'anyone';
  if (servicePrincipal !== undefined) return undefined;
  if (roleArn !== undefined && (names.includes(arn) || names.includes(roleArn))) return 'itself';
  const isAccount = names.includes(accountId) || names.includes(`arn:aws:iam::${accountId}:root`);
  return isAccount ? 'account' : undefined;
}
