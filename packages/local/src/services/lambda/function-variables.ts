import { invalidMember, invalidParameter } from './errors.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
const NAME = /^[a-zA-Z]([a-zA-Z0-9_])+$/;
const MAX_BYTES = 4096;

/**
 * Checks a function's own environment variables as CreateFunction does; messages never show a value.
 * @throws InvalidParameterValueException, ValidationException
 */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => RESERVED.has(name));
  const refusal =
    'Lambda was unable to configure your environment variables because the environment variables';
  if (reserved.length > 0) {
    throw invalidParameter(
      `${refusal} you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  for (const name of names) {
    if (!NAME.test(name)) {
      throw invalidMember(
        name,
        'environment.variables',
        `satisfy regular expression pattern: ${NAME.source}`,
      );
    }
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > MAX_BYTES) {
    throw invalidParameter(`${refusal} you have provided exceeded the 4KB limit.`);
  }
}
