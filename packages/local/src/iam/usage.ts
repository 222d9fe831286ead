import type { Records, Store } from '../store/store.ts';
import { actionMatches, type PolicyRequest, resourceMatches } from './evaluate.ts';
import { many, type PolicyStatement } from './policy.ts';
import type { NamedPolicy, Role, Roles } from './roles.ts';

/** One action of one statement on one of its resources, as the policy writes them. */
export interface Grant {
  readonly role: string;
  /** The inline policy's name, or the managed policy's ARN. */
  readonly policy: string;
  /** Its Sid, or its number from 1. */
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

/** A refusal of something that a role asked for. */
export interface Missing {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** What roles were granted, what of it was used, and what they were refused. */
export interface IamUsage {
  readonly granted: readonly Grant[];
  readonly used: readonly Grant[];
  readonly missing: readonly Missing[];
}

/**
 * Remembers which grants decided a call. Each is kept once, so that memory is bounded by the size of the
 * policies, not by the number of calls; refusals are kept once a role and action.
 */
export class Usage {
  readonly #used: Records<Grant>;
  readonly #missing: Records<Missing>;

  constructor(store: Store) {
    this.#used = store.records<Grant>('iam/used');
    this.#missing = store.records<Missing>('iam/missing');
  }

  /** Takes the statements that allow a request. */
  allowing(
    role: Role,
    { action, resource, context }: PolicyRequest,
  ): (policy: NamedPolicy, statement: PolicyStatement, index: number) => void {
    return (policy, statement, index) => {
      for (const grant of grantsOf(role, policy, statement, index)) {
        const key = keyOf(grant);
        if (this.#used.get(key) !== undefined) continue;
        const decides =
          (statement.Action === undefined || actionMatches(grant.action, action)) &&
          (statement.Resource === undefined || resourceMatches(grant.resource, resource, context));
        if (decides) this.#used.put(key, grant);
      }
    };
  }

  refused(role: Role, action: string, resource: string): void {
    const key = `${role.arn}|${action}`;
    if (this.#missing.get(key) === undefined) this.#missing.put(key, { role: role.arn, action, resource });
  }

  /** What the roles grant, and what of it was used and refused so far. */
  report(roles: Roles): IamUsage {
    return {
      granted: roles
        .list()
        .flatMap((role) =>
          roles
            .policiesOf(role)
            .flatMap((policy) =>
              many(policy.Statement).flatMap((statement, index) =>
                statement.Effect === 'Allow' ? grantsOf(role, policy, statement, index) : [],
              ),
            ),
        ),
      used: [...this.#used.entries()].map(([, grant]) => grant),
      missing: [...this.#missing.entries()].map(([, missing]) => missing),
    };
  }
}

/** What makes a grant the same in another run. */
const keyOf = ({ role, policy, statement, action, resource }: Grant) =>
  [role, policy, statement, action, resource].join('|');

function grantsOf(role: Role, policy: NamedPolicy, statement: PolicyStatement, index: number): Grant[] {
  const { Sid = String(index + 1), Action, NotAction, Resource, NotResource } = statement;
  const actions = Action === undefined ? [`not ${many(NotAction ?? []).join(', ')}`] : many(Action);
  const resources = Resource === undefined ? [`not ${many(NotResource ?? []).join(', ')}`] : many(Resource);
  return actions.flatMap((action) =>
    resources.map((resource) => ({ role: role.arn, policy: policy.name, statement: Sid, action, resource })),
  );
}
