import type { Clock } from '../clock.ts';
import type { LocalConfig } from '../config.ts';
import type { Authorization, ServiceName } from '../service.ts';
import { denial } from './denial.ts';
import { evaluate } from './evaluate.ts';
import type { Identity } from './identity.ts';
import type { RequestContext } from './policy-variables.ts';
import { policiesOf, type Roles } from './roles.ts';

/** A question to IAM with the condition keys of the service itself, such as `s3:prefix`. */
export interface ConditionedAuthorization extends Authorization {
  readonly context?: Readonly<Record<string, string>>;
}

export interface Authorizer {
  /** False for identities that may do anything: then nobody need say what they do. */
  checks(identity: Identity): boolean;
  /** @throws the service's own access denial as `AwsError` */
  authorize(
    identity: Identity,
    service: ServiceName,
    operation: string,
    asked: ConditionedAuthorization | readonly ConditionedAuthorization[],
  ): void;
  /** The condition keys that every request has. */
  contextOf(identity: Identity): Map<string, readonly string[]>;
}

export interface AuthorizerOptions {
  readonly config: LocalConfig;
  readonly clock: Clock;
  readonly roles: Roles;
  /** False lets everyone do everything. */
  readonly iam?: boolean;
}

/**
 * Checks an identity's role before a call. Only identity-based policies of registered roles decide: the
 * account's owner, AWS services and roles nobody registered may do anything; queue, topic and bucket policies
 * are not evaluated.
 */
export function authorizer({ config, clock, roles, iam = true }: AuthorizerOptions): Authorizer {
  const roleOf = ({ roleArn }: Identity) => (iam && roleArn !== undefined ? roles.get(roleArn) : undefined);
  const contextOf = (identity: Identity) => {
    const now = clock.now();
    return new Map([
      ['aws:principalarn', [identity.roleArn ?? identity.arn]],
      ['aws:principalaccount', [identity.accountId]],
      ['aws:principaltype', [identity.roleArn === undefined ? 'Account' : 'AssumedRole']],
      ['aws:principalisawsservice', [String(identity.servicePrincipal !== undefined)]],
      ['aws:requestedregion', [config.region]],
      ['aws:currenttime', [new Date(now).toISOString()]],
      ['aws:epochtime', [String(Math.floor(now / 1000))]],
      // Plain HTTP on loopback stands for the TLS that every AWS endpoint has.
      ['aws:securetransport', ['true']],
    ]);
  };
  return {
    checks: (identity) => roleOf(identity) !== undefined,
    contextOf,
    authorize: (identity, service, operation, asked) => {
      const role = roleOf(identity);
      if (role === undefined) return;
      const policies = policiesOf(role);
      for (const { action = operation, resources, context } of asList(asked)) {
        const keys: RequestContext = withKeys(contextOf(identity), context);
        for (const resource of resources) {
          const decision = evaluate(policies, { action: `${service}:${action}`, resource, context: keys });
          if (decision !== 'allow') throw denial(service, action, identity.arn, resource, decision);
        }
      }
    },
  };
}

function asList<T extends Authorization>(asked: T | readonly T[]): readonly T[] {
  return 'resources' in asked ? [asked] : asked;
}

function withKeys(
  context: Map<string, readonly string[]>,
  more: Readonly<Record<string, string>> = {},
): RequestContext {
  for (const [key, value] of Object.entries(more)) context.set(key.toLowerCase(), [value]);
  return context;
}
