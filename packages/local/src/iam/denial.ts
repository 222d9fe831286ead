import { AwsError } from '../errors.ts';
import type { ServiceName } from '../service.ts';
import type { PolicyType, Refusal } from './decide.ts';

interface DenialStyle {
  readonly code: string;
  readonly status: number;
  /** The action as the service writes it in its message. */
  readonly action: (service: string, name: string) => string;
}

const plain = (service: string, name: string) => `${service}:${name}`;
const json: DenialStyle = { code: 'AccessDeniedException', status: 400, action: plain };
const rest: DenialStyle = { ...json, status: 403 };

/** How each service says no. */
const STYLES: Readonly<Partial<Record<ServiceName, DenialStyle>>> = {
  states: json,
  batch: rest,
  lambda: rest,
  cloudformation: { code: 'AccessDenied', status: 403, action: plain },
  ecr: json,
  logs: json,
  sts: { code: 'AccessDenied', status: 403, action: plain },
  s3: { code: 'AccessDenied', status: 403, action: plain },
  sqs: { code: 'AccessDenied', status: 403, action: (service, name) => plain(service, name.toLowerCase()) },
  sns: {
    code: 'AuthorizationError',
    status: 403,
    action: (service, name) => plain(service.toUpperCase(), name),
  },
};

const ARTICLE: Readonly<Record<PolicyType, string>> = {
  'identity-based policy': 'an',
  'permissions boundary': 'a',
  'resource-based policy': 'a',
};

/**
 * AWS's refusal of an action.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial(
  service: ServiceName,
  name: string,
  principalArn: string,
  resource: string,
  { explicit, by }: Refusal,
): AwsError {
  const style = STYLES[service] ?? json;
  const action = style.action(service, name);
  const on = service === 's3' ? `"${resource}"` : resource;
  const reason = explicit
    ? `with an explicit deny in ${ARTICLE[by]} ${by}`
    : `because no ${by} allows the ${action} action`;
  const message = `User: ${principalArn} is not authorized to perform: ${action} on resource: ${on} ${reason}`;
  return new AwsError(style.code, message, style.status);
}
