import { evaluate, type PolicyRequest } from './evaluate.ts';
import type { Identity } from './identity.ts';
import type { PolicyDocument, PolicyStatement } from './policy.ts';
import { evaluateResourcePolicy } from './resource-policy.ts';
import type { NamedPolicy } from './roles.ts';

export type PolicyType = 'identity-based policy' | 'permissions boundary' | 'resource-based policy';

/** Why an action is refused: by a statement, or because no policy of a type allows it. */
export interface Refusal {
  readonly explicit: boolean;
  readonly by: PolicyType;
}

/** All that one decision looks at. */
export interface DecisionSubject {
  readonly identity: Identity;
  /** The policies of the identity's role; absent for one that may do all that resources do not deny it. */
  readonly policies?: readonly NamedPolicy[] | undefined;
  /** The role's permissions boundary. */
  readonly boundary?: PolicyDocument | undefined;
  /** The policy of the resource, where it has one. */
  readonly resourcePolicy?: PolicyDocument | undefined;
  readonly request: PolicyRequest;
  /** Gets each statement of the role that allows. */
  readonly onAllow?: (policy: NamedPolicy, statement: PolicyStatement, index: number) => void;
}

/**
 * Decides within one account: a deny in any policy wins; else the resource's policy or the role's must allow,
 * and the role's permissions boundary as well. A service that acts for itself has no policies of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * @returns the refusal, or undefined when it is allowed
 */
export function decide({
  identity,
  policies,
  boundary,
  resourcePolicy,
  request,
  onAllow,
}: DecisionSubject): Refusal | undefined {
  const own = policies === undefined ? 'implicitDeny' : evaluate(policies, request, onAllow);
  if (own === 'explicitDeny') return { explicit: true, by: 'identity-based policy' };
  const limit = boundary === undefined ? 'allow' : evaluate([boundary], request);
  if (limit === 'explicitDeny') return { explicit: true, by: 'permissions boundary' };
  const resource =
    resourcePolicy === undefined ? 'silent' : evaluateResourcePolicy(resourcePolicy, identity, request);
  if (resource === 'explicitDeny') return { explicit: true, by: 'resource-based policy' };
  if (resource === 'allow') return undefined;
  if (policies === undefined) {
    const isService = identity.servicePrincipal !== undefined;
    return isService ? { explicit: false, by: 'resource-based policy' } : undefined;
  }
  if (own === 'implicitDeny' && resource === 'silent')
    return { explicit: false, by: 'identity-based policy' };
  return limit === 'allow' ? undefined : { explicit: false, by: 'permissions boundary' };
}
