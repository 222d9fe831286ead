import type { Records, Store } from '../store/store.ts';
import { isConditionOperator } from './condition.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { many, type PolicyDocument, type PolicyStatement, statementsOf } from './policy.ts';

/** A role of the account with its trust policy and its identity policies. */
export interface Role {
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  /** Inline policies. */
  readonly policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  readonly managedPolicyArns: readonly string[];
  /** The ARN of the managed policy that limits what the others allow. */
  readonly permissionsBoundary?: string;
}

/** A policy with the name that it is attached by: an inline policy's own, or a managed policy's ARN. */
export interface NamedPolicy extends PolicyDocument {
  readonly name: string;
}

/**
 * The roles that are checked. A role that was never put here may be used by name, as a client of an endpoint
 * with no application does, and may do anything.
 */
export class Roles {
  readonly #records: Records<Role>;
  readonly #managed: Records<PolicyDocument>;

  constructor(store: Store) {
    this.#records = store.records<Role>('iam/roles');
    this.#managed = store.records<PolicyDocument>('iam/managed-policies');
  }

  /** @throws an `Error` naming the role and what it uses that is not evaluated here. */
  put(role: Role): void {
    const { permissionsBoundary: boundary } = role;
    for (const arn of [...role.managedPolicyArns, ...(boundary === undefined ? [] : [boundary])]) {
      if (this.managed(arn) !== undefined) continue;
      throw new Error(
        `role ${role.arn} attaches the managed policy ${arn}, which is not known here; ` +
          `write it as an AWS::IAM::ManagedPolicy or inline, or attach one of: ${Object.keys(MANAGED_POLICIES).join(', ')}`,
      );
    }
    for (const { name, document } of [
      ...role.policies,
      { name: 'trust policy', document: role.trustPolicy },
    ]) {
      checkDocument(document, `role ${role.arn}, ${name}`);
    }
    this.#records.put(role.arn, role);
  }

  get(arn: string): Role | undefined {
    return this.#records.get(arn);
  }

  delete(arn: string): void {
    this.#records.delete(arn);
  }

  list(): Role[] {
    return [...this.#records.entries()].map(([, role]) => role);
  }

  /** A managed policy, AWS's or the account's own. */
  managed(arn: string): PolicyDocument | undefined {
    return this.#managed.get(arn) ?? MANAGED_POLICIES[arn];
  }

  /** Keeps a managed policy of the account. @throws an `Error` naming what of it is not evaluated here */
  putManaged(arn: string, document: PolicyDocument): void {
    checkDocument(document, `managed policy ${arn}`);
    this.#managed.put(arn, document);
  }

  deleteManaged(arn: string): void {
    this.#managed.delete(arn);
  }

  /** All identity policies of a role, inline and managed. */
  policiesOf({ policies, managedPolicyArns }: Role): NamedPolicy[] {
    return [
      ...policies.map(({ name, document }) => ({ ...document, name })),
      ...managedPolicyArns.flatMap((arn) => this.#named(arn)),
    ];
  }

  /** The policy that limits what a role's other policies allow. */
  boundaryOf({ permissionsBoundary }: Role): NamedPolicy | undefined {
    return permissionsBoundary === undefined ? undefined : this.#named(permissionsBoundary)[0];
  }

  #named(arn: string): NamedPolicy[] {
    const document = this.managed(arn);
    return document === undefined ? [] : [{ ...document, name: arn }];
  }
}

/** @throws an `Error` naming the place and what is wrong or not evaluated here */
export function checkDocument(document: PolicyDocument, place: string): void {
  if (typeof document !== 'object' || document === null || document.Statement === undefined) {
    throw new Error(`${place}: a policy needs a Statement`);
  }
  for (const [index, statement] of statementsOf(document).entries()) {
    const problem = problemOf(statement);
    if (problem !== undefined)
      throw new Error(`${place}, statement ${statement.Sid ?? index + 1}: ${problem}`);
  }
}

function problemOf({
  Effect,
  Action,
  NotAction,
  Resource,
  NotResource,
  ...rest
}: PolicyStatement): string | undefined {
  if (Effect !== 'Allow' && Effect !== 'Deny')
    return `Effect must be Allow or Deny, not ${JSON.stringify(Effect)}`;
  if (Action === undefined && NotAction === undefined) return 'Action is missing';
  const texts = [Action, NotAction, Resource, NotResource].flatMap((value) =>
    value === undefined ? [] : many(value),
  );
  const wrong: unknown = texts.find((text) => typeof text !== 'string');
  if (wrong !== undefined)
    return `${JSON.stringify(wrong)} is not a string; an intrinsic was left unresolved?`;
  const operator = Object.keys(rest.Condition ?? {}).find((name) => !isConditionOperator(name));
  return operator === undefined ? undefined : `IAM has no condition operator ${operator}`;
}
