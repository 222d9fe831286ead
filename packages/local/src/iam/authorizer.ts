import type { Clock } from '../clock.ts';
import type { LocalConfig } from '../config.ts';
import type { Authorization, ServiceName } from '../service.ts';
import { decide, type Refusal } from './decide.ts';
import { denial } from './denial.ts';
import type { Identity } from './identity.ts';
import type { PolicyDocument } from './policy.ts';
import { requestContext, type ServiceKeys } from './request-context.ts';
import type { Roles } from './roles.ts';
import type { Usage } from './usage.ts';

/** Whether an identity may do `events:PutRule`, say: for actions that services here ask about without doing them. */
export type Permits = (identity: Identity, action: string, resource: string) => boolean;

export interface Authorizer {
  /** False for identities that may do anything with a service: then nobody need say what they do. */
  checks(identity: Identity, service: ServiceName): boolean;
  /** @throws the service's own access denial as `AwsError` */
  authorize(
    identity: Identity,
    service: ServiceName,
    operation: string,
    asked: Authorization | readonly Authorization[],
  ): void;
  readonly permits: Permits;
  /** The condition keys that every request of an identity has. */
  contextOf(identity: Identity): Map<string, readonly string[]>;
}

/** The policy of a queue, topic, bucket or function, by its ARN. */
export type ResourcePolicyOf = (resource: string) => PolicyDocument | undefined;

export interface AuthorizerOptions {
  readonly config: LocalConfig;
  readonly clock: Clock;
  readonly roles: Roles;
  /** How to find the policies of a service's resources; undefined for a service whose resources have none. */
  readonly resourcePolicies?: (service: ServiceName) => ResourcePolicyOf | undefined;
  /** Gets what was allowed to roles and by which statements, and what was refused. */
  readonly usage?: Usage;
  /** False lets everyone do everything. */
  readonly iam?: boolean;
}

/**
 * Checks a caller before a call: the policies of a registered role, and those of the resource. The account's
 * owner and roles that nobody registered may do all that resources do not deny them; an AWS service may do what
 * the resource's policy allows it.
 */
export function authorizer(options: AuthorizerOptions): Authorizer {
  const { config, clock, roles, usage, resourcePolicies = () => undefined, iam = true } = options;
  const roleOf = ({ roleArn }: Identity) => (roleArn === undefined ? undefined : roles.get(roleArn));
  const contextOf = (identity: Identity, keys?: ServiceKeys) =>
    requestContext(identity, { config, now: clock.now(), keys });

  const refusalOf = (
    identity: Identity,
    action: string,
    resource: string,
    resourcePolicy: PolicyDocument | undefined,
    keys?: ServiceKeys,
  ): Refusal | undefined => {
    const role = roleOf(identity);
    if (role === undefined && resourcePolicy === undefined && identity.servicePrincipal === undefined)
      return undefined;
    const request = { action, resource, context: contextOf(identity, keys) };
    const onAllow = role === undefined ? undefined : usage?.allowing(role, request);
    const refusal = decide({
      identity,
      resourcePolicy,
      request,
      ...(role === undefined ? {} : { policies: roles.policiesOf(role), boundary: roles.boundaryOf(role) }),
      ...(onAllow === undefined ? {} : { onAllow }),
    });
    if (refusal !== undefined && role !== undefined) usage?.refused(role, action, resource);
    return refusal;
  };

  return {
    contextOf,
    checks: (identity, service) =>
      iam && (roleOf(identity) !== undefined || resourcePolicies(service) !== undefined),
    permits: (identity, action, resource) =>
      !iam || refusalOf(identity, action, resource, undefined) === undefined,
    authorize: (identity, service, operation, asked) => {
      const policyOf = resourcePolicies(service);
      // An AWS service is checked only where a resource's policy could name it.
      if (!iam || (identity.servicePrincipal !== undefined && policyOf === undefined)) return;
      for (const { action = operation, resources, context } of asList(asked)) {
        for (const resource of resources) {
          const policy = isOwners(identity, service, action) ? undefined : policyOf?.(resource);
          const refusal = refusalOf(identity, `${service}:${action}`, resource, policy, context);
          if (refusal !== undefined) throw denial(service, action, identity.arn, resource, refusal);
        }
      }
    },
  };
}

/** No bucket policy can lock the account's owner out of the policy itself. */
const isOwners = ({ roleArn, servicePrincipal }: Identity, service: ServiceName, action: string) =>
  roleArn === undefined &&
  servicePrincipal === undefined &&
  service === 's3' &&
  action.endsWith('BucketPolicy');

function asList(asked: Authorization | readonly Authorization[]): readonly Authorization[] {
  return 'resources' in asked ? [asked] : asked;
}
