import type { Grant, IamUsage, Missing } from '@batch-workflows/local/iam-usage';
import type { Reasons } from './reasons.ts';

/** A statement of a role and what of it was needed. */
export interface StatementUse {
  readonly role: string;
  readonly statement: string;
  /** Actions and resources, as the statement writes them, that no call needed. */
  readonly unused: readonly string[];
  /** Why it may be so. */
  readonly reason?: string;
}

export interface IamReport {
  readonly statements: readonly StatementUse[];
  readonly missing: readonly Missing[];
  /** What a run of all tests must not leave: unused grants without a reason, and reasons without an unused grant. */
  readonly problems: readonly string[];
}

/**
 * Compares what roles grant with what was used of it. Actions and resources are judged each for itself: a
 * statement of two actions and two resources is used when every action was, and every resource.
 */
export function reportOn({ granted, used, missing }: IamUsage, reasons: Reasons): IamReport {
  const byStatement = Map.groupBy(granted, statementOf);
  const usedOf = Map.groupBy(used, statementOf);
  const statements = [...byStatement].map(([key, grants]): StatementUse => {
    const [{ role = '', statement = '' } = {}] = grants;
    const reason = reasons.get(role)?.[statement];
    return {
      role,
      statement,
      unused: unusedOf(grants, usedOf.get(key) ?? []),
      ...(reason === undefined ? {} : { reason }),
    };
  });
  return { statements, missing, problems: [...problemsOf(statements, reasons)] };
}

const statementOf = ({ role, policy, statement }: Grant) => `${role}|${policy}|${statement}`;

function unusedOf(granted: readonly Grant[], used: readonly Grant[]): string[] {
  const left = (part: 'action' | 'resource') => {
    const needed = new Set(used.map((grant) => grant[part]));
    return [...new Set(granted.map((grant) => grant[part]))].filter((each) => !needed.has(each));
  };
  const actions = left('action');
  // Of a statement that was never used, the actions say enough.
  return used.length === 0 ? actions : [...actions, ...left('resource')];
}

function* problemsOf(statements: readonly StatementUse[], reasons: Reasons): Generator<string> {
  for (const { role, statement, unused, reason } of statements) {
    if (unused.length > 0 && reason === undefined)
      yield `${role}, ${statement}: no test uses ${unused.join(', ')}; take it away, or say why in resources/unused-grants.yml`;
    if (unused.length === 0 && reason !== undefined)
      yield `${role}, ${statement}: resources/unused-grants.yml excuses it, but tests use all of it`;
  }
  for (const [role, excused] of reasons) {
    for (const statement of Object.keys(excused)) {
      if (statements.some((each) => each.role === role && each.statement === statement)) continue;
      yield `${role}, ${statement}: resources/unused-grants.yml excuses a statement that is not there`;
    }
  }
}

/** The report in full: a paragraph a role. */
export function linesOf({ statements, missing }: IamReport): string[] {
  return [...Map.groupBy(statements, ({ role }) => role)].flatMap(([role, own]) => {
    const used = own.filter(({ unused }) => unused.length === 0).map(({ statement }) => statement);
    const refused = missing.filter((each) => each.role === role);
    return [
      role,
      ...(used.length === 0 ? [] : [`  used     ${used.join(', ')}`]),
      ...own
        .filter(({ unused }) => unused.length > 0)
        .map(
          ({ statement, unused, reason = 'no reason is given' }) =>
            `  unused   ${statement}: ${unused.join(', ')} (${reason})`,
        ),
      ...refused.map(({ action, resource }) => `  missing  ${action} on ${resource}`),
    ];
  });
}

/** The report in a line. */
export function summaryOf({ statements, missing }: IamReport): string {
  const used = statements.filter(({ unused }) => unused.length === 0).length;
  const excused = statements.filter(({ unused, reason }) => unused.length > 0 && reason !== undefined).length;
  const without = statements.length - used - excused;
  return (
    `IAM: of ${statements.length} statements ${used} used, ${excused} unused with a reason, ${without} without; ` +
    `${missing.length} refusals`
  );
}
