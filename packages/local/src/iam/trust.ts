import { conditionHolds } from './condition.ts';
import { actionApplies, type Decision } from './evaluate.ts';
import type { Identity } from './identity.ts';
import { many, type PolicyDocument, type PolicyPrincipal, statementsOf } from './policy.ts';
import type { RequestContext } from './policy-variables.ts';

/** `account` is an allow that names the whole account: then the caller's own policies must allow it too. */
export type TrustDecision = Exclude<Decision, 'allow'> | 'principal' | 'account';

/**
 * Whether a role's trust policy lets `identity` assume it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function evaluateTrust(
  policy: PolicyDocument,
  identity: Identity,
  context: RequestContext,
): TrustDecision {
  let decision: TrustDecision = 'implicitDeny';
  for (const statement of statementsOf(policy)) {
    const { Principal, NotPrincipal, Condition, Effect } = statement;
    const named =
      Principal !== undefined
        ? principalMatch(Principal, identity)
        : NotPrincipal !== undefined && principalMatch(NotPrincipal, identity) === undefined
          ? 'account'
          : undefined;
    if (named === undefined || !actionApplies(statement, 'sts:AssumeRole')) continue;
    if (Condition !== undefined && !conditionHolds(Condition, context)) continue;
    if (Effect === 'Deny') return 'explicitDeny';
    if (decision !== 'principal') decision = named;
  }
  return decision;
}

function principalMatch(principal: PolicyPrincipal, identity: Identity): 'principal' | 'account' | undefined {
  if (principal === '*') return 'account';
  const { servicePrincipal, roleArn, arn, accountId } = identity;
  const { Service = [], AWS = [] } = principal;
  if (servicePrincipal !== undefined)
    return many(Service).includes(servicePrincipal) ? 'principal' : undefined;
  const names = many(AWS);
  if (names.includes(arn) || (roleArn !== undefined && names.includes(roleArn))) return 'principal';
  const account = ['*', accountId, `arn:aws:iam::${accountId}:root`];
  return names.some((name) => account.includes(name)) ? 'account' : undefined;
}
