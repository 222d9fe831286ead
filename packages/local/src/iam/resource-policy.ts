import { conditionHolds } from './condition.ts';
import { actionApplies, type PolicyRequest, resourceApplies } from './evaluate.ts';
import type { Identity } from './identity.ts';
import { type PolicyDocument, statementsOf } from './policy.ts';
import { principalMatch } from './principal.ts';

/**
 * What the policy of a queue, topic, bucket or function says of an identity. `silent` allows nothing by itself,
 * as does a statement that names the whole account: it leaves the decision to the identity's own policies.
 * `allowsRole` is an allow that the role's permissions boundary still limits.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */
export type ResourceDecision = 'explicitDeny' | 'allow' | 'allowsRole' | 'silent';

export function evaluateResourcePolicy(
  policy: PolicyDocument,
  identity: Identity,
  request: PolicyRequest,
): ResourceDecision {
  let decision: ResourceDecision = 'silent';
  for (const statement of statementsOf(policy)) {
    const match = principalMatch(statement, identity);
    if (match === undefined || !actionApplies(statement, request.action)) continue;
    if (!resourceApplies(statement, request)) continue;
    if (statement.Condition !== undefined && !conditionHolds(statement.Condition, request.context)) continue;
    if (statement.Effect === 'Deny') return 'explicitDeny';
    if (match === 'account') continue;
    const namesRole = match === 'itself' && !namesSession(statement.Principal, identity.arn);
    if (decision !== 'allow') decision = namesRole && identity.roleArn !== undefined ? 'allowsRole' : 'allow';
  }
  return decision;
}

const namesSession = (principal: unknown, arn: string) =>
  JSON.stringify(principal ?? null).includes(`"${arn}"`);

const parsed = new Map<string, PolicyDocument | undefined>();
const MOST_PARSED = 1000;

/** A policy as a service keeps it, a text; undefined for one that is no policy, which then says nothing. */
export function parsePolicy(text: string): PolicyDocument | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  const policy = documentIn(text);
  parsed.set(text, policy);
  return policy;
}

function documentIn(text: string): PolicyDocument | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isDocument = typeof value === 'object' && value !== null && 'Statement' in value;
    return isDocument ? (value as PolicyDocument) : undefined;
  } catch {
    return undefined;
  }
}
