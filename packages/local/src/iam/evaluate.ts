import { conditionHolds } from './condition.ts';
import { globMatches, globTokens } from './glob.ts';
import { many, type PolicyDocument, type PolicyStatement, statementsOf } from './policy.ts';
import { type RequestContext, resolvePattern } from './policy-variables.ts';

/** One question to a set of policies. */
export interface PolicyRequest {
  /** With its service's prefix: `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resource-level permissions. */
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny';

/**
 * Decides as IAM does: an explicit deny wins, then an allow, and what nobody allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @param onAllow gets each statement that allows, also where another one denies
 */
export function evaluate<Policy extends PolicyDocument>(
  policies: Iterable<Policy>,
  request: PolicyRequest,
  onAllow: (policy: Policy, statement: PolicyStatement, index: number) => void = () => {},
): Decision {
  let decision: Decision = 'implicitDeny';
  for (const policy of policies) {
    for (const [index, statement] of statementsOf(policy).entries()) {
      if (!applies(statement, request)) continue;
      if (statement.Effect === 'Deny') return 'explicitDeny';
      onAllow(policy, statement, index);
      decision = 'allow';
    }
  }
  return decision;
}

const applies = (statement: PolicyStatement, request: PolicyRequest) =>
  actionApplies(statement, request.action) &&
  resourceApplies(statement, request) &&
  (statement.Condition === undefined || conditionHolds(statement.Condition, request.context));

/** Whether a statement's Action or NotAction covers an action; IAM compares them without case. */
export function actionApplies({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const matches = (pattern: string) => actionMatches(pattern, action);
  if (Action !== undefined) return many(Action).some(matches);
  return NotAction !== undefined && !many(NotAction).some(matches);
}

/** Whether a statement's Resource or NotResource covers a resource. */
export function resourceApplies(
  { Resource, NotResource }: PolicyStatement,
  { resource, context }: PolicyRequest,
): boolean {
  const matches = (pattern: string) => resourceMatches(pattern, resource, context);
  if (Resource !== undefined) return many(Resource).some(matches);
  return NotResource !== undefined && !many(NotResource).some(matches);
}

export const actionMatches = (pattern: string, action: string) =>
  globMatches(globTokens(pattern.toLowerCase()), action.toLowerCase());

export function resourceMatches(pattern: string, resource: string, context: RequestContext): boolean {
  const tokens = resolvePattern(pattern, context);
  return tokens !== undefined && globMatches(tokens, resource);
}
