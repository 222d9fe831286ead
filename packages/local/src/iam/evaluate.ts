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
 */
export function evaluate(policies: Iterable<PolicyDocument>, request: PolicyRequest): Decision {
  let decision: Decision = 'implicitDeny';
  for (const policy of policies) {
    for (const statement of statementsOf(policy)) {
      if (!applies(statement, request)) continue;
      if (statement.Effect === 'Deny') return 'explicitDeny';
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
  const matches = (patterns: string | readonly string[]) =>
    many(patterns).some((pattern) => globMatches(globTokens(pattern.toLowerCase()), action.toLowerCase()));
  if (Action !== undefined) return matches(Action);
  return NotAction !== undefined && !matches(NotAction);
}

function resourceApplies(
  { Resource, NotResource }: PolicyStatement,
  { resource, context }: PolicyRequest,
): boolean {
  const matches = (patterns: string | readonly string[]) =>
    many(patterns).some((pattern) => {
      const tokens = resolvePattern(pattern, context);
      return tokens !== undefined && globMatches(tokens, resource);
    });
  if (Resource !== undefined) return matches(Resource);
  return NotResource !== undefined && !matches(NotResource);
}
