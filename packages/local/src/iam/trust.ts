import { conditionHolds } from './condition.ts';
import { actionApplies, type Decision } from './evaluate.ts';
import type { Identity } from './identity.ts';
import { type PolicyDocument, statementsOf } from './policy.ts';
import type { RequestContext } from './policy-variables.ts';
import { principalMatch } from './principal.ts';

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
    const named = principalMatch(statement, identity);
    if (named === undefined || !actionApplies(statement, 'sts:AssumeRole')) continue;
    if (statement.Condition !== undefined && !conditionHolds(statement.Condition, context)) continue;
    if (statement.Effect === 'Deny') return 'explicitDeny';
    if (decision !== 'principal') decision = named === 'itself' ? 'principal' : 'account';
  }
  return decision;
}
