import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/package-app.ts';

/** One action of one statement of a role, to be taken from the template. */
export interface Mutant {
  readonly role: string;
  readonly sid: string;
  readonly action: string;
}

interface Statement {
  readonly Sid: string;
  Action: string | string[];
}

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      { Type: string; Properties: { Policies?: { PolicyDocument: { Statement: Statement[] } }[] } }
    >
  >;
}

const actionsOf = ({ Action }: Statement) => (typeof Action === 'string' ? [Action] : Action);

/** Every grant of the packaged template's roles. */
export function mutants(): Mutant[] {
  const file = join(ROOT, '.serverless/cloudformation-template-update-stack.json');
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template;
  return Object.entries(Resources).flatMap(([role, { Type, Properties }]) =>
    Type !== 'AWS::IAM::Role'
      ? []
      : (Properties.Policies ?? []).flatMap(({ PolicyDocument }) =>
          PolicyDocument.Statement.flatMap((statement) =>
            actionsOf(statement).map((action) => ({ role, sid: statement.Sid, action })),
          ),
        ),
  );
}

/** A change of the template's text that takes a grant away, with its statement where it is the only one. */
export const without =
  ({ role, sid, action }: Mutant) =>
  (text: string): string => {
    const template = JSON.parse(text) as Template;
    for (const { PolicyDocument } of template.Resources[role]?.Properties.Policies ?? []) {
      for (const statement of PolicyDocument.Statement) {
        if (statement.Sid !== sid) continue;
        statement.Action = actionsOf(statement).filter((each) => each !== action);
      }
      PolicyDocument.Statement = PolicyDocument.Statement.filter((each) => actionsOf(each).length > 0);
    }
    return JSON.stringify(template, undefined, 2);
  };
