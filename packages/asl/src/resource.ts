/** What a Task's Resource names. */
export type Resource =
  | { readonly kind: 'lambda'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service';
      /** For example `batch` or `aws-sdk:s3`. */
      readonly resourceType: string;
      /** For example `submitJob.sync`. */
      readonly resource: string;
      /** How the state goes on: with the answer, with the work's end, or with a call that brings the token. */
      readonly pattern: 'requestResponse' | 'sync' | 'waitForTaskToken';
    };

const SERVICE =
  /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[a-zA-Z0-9-]+):([a-zA-Z0-9]+)((?:\.sync(?::2)?|\.waitForTaskToken)?)$/u;

/**
 * Reads a Task's Resource; undefined where it is no ARN that a Task can call.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html
 */
export function parseResource(arn: string): Resource | undefined {
  if (/^arn:[^:]+:lambda:[^:]*:[^:]*:function:.+$/u.test(arn)) return { kind: 'lambda', arn };
  if (/^arn:[^:]+:states:[^:]*:[^:]*:activity:.+$/u.test(arn)) return { kind: 'activity', arn };
  const service = SERVICE.exec(arn);
  if (service === null) return undefined;
  const [, resourceType = '', action = '', suffix = ''] = service;
  return {
    kind: 'service',
    resourceType,
    resource: action + suffix,
    pattern: suffix === '' ? 'requestResponse' : suffix === '.waitForTaskToken' ? 'waitForTaskToken' : 'sync',
  };
}
