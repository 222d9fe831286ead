import type { Operation } from '../../service.ts';
import { validation } from './errors.ts';

/** What a value must be, in AWS's words; undefined where it is that. */
type Rule = (value: unknown) => string | undefined;

interface Constraint {
  readonly rules: readonly Rule[];
  /** AWS does not repeat such a value in its answer. */
  readonly sensitive?: boolean;
}

const length = (least: number, most: number): Rule => {
  return (value) => {
    if (typeof value !== 'string' && !Array.isArray(value)) return undefined;
    if (value.length < least) return `Member must have length greater than or equal to ${least}`;
    return value.length > most ? `Member must have length less than or equal to ${most}` : undefined;
  };
};

const range = (least: number, most: number): Rule => {
  return (value) => {
    if (typeof value !== 'number') return undefined;
    if (value < least) return `Member must have value greater than or equal to ${least}`;
    return value > most ? `Member must have value less than or equal to ${most}` : undefined;
  };
};

const pattern = (text: string): Rule => {
  const expression = new RegExp(text, 'u');
  return (value) =>
    typeof value !== 'string' || expression.test(value)
      ? undefined
      : `Member must satisfy regular expression pattern: ${text}`;
};

const oneOf = (...values: readonly string[]): Rule => {
  return (value) =>
    typeof value !== 'string' || values.includes(value)
      ? undefined
      : `Member must satisfy enum value set: [${values.join(', ')}]`;
};

const open = (...rules: readonly Rule[]): Constraint => ({ rules });
const secret = (...rules: readonly Rule[]): Constraint => ({ rules, sensitive: true });

const arn = open(length(1, 256));
const name = open(length(1, 80));
const description = secret(length(0, 256));
const data = secret(length(0, 262_144));
const includedData = open(oneOf('ALL_DATA', 'METADATA_ONLY'));

/**
 * Every constraint on a member of a request, by its path; `operation/path` where it is that operation's own.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  activityArn: arn,
  executionArn: arn,
  mapRunArn: open(length(1, 2000)),
  resourceArn: arn,
  roleArn: arn,
  stateMachineAliasArn: arn,
  stateMachineArn: arn,
  stateMachineVersionArn: open(length(1, 2000)),
  name,
  'CreateStateMachineAlias/name': open(length(1, 80), pattern('^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$')),
  workerName: name,
  definition: secret(length(1, 1_048_576)),
  description,
  versionDescription: description,
  input: data,
  output: data,
  error: secret(length(0, 256)),
  cause: secret(length(0, 32_768)),
  taskToken: open(length(1, 2048)),
  clientToken: open(length(1, 64), pattern('[!-~]+')),
  traceHeader: open(length(0, 256), pattern('\\p{ASCII}*')),
  maxConcurrency: open(range(0, Number.MAX_SAFE_INTEGER)),
  maxResults: open(range(0, 1000)),
  'ValidateStateMachineDefinition/maxResults': open(range(0, 100)),
  nextToken: open(length(1, 1024)),
  'ListExecutions/nextToken': open(length(1, 3096)),
  toleratedFailureCount: open(range(0, Number.MAX_SAFE_INTEGER)),
  toleratedFailurePercentage: open(range(0, 100)),
  type: open(oneOf('STANDARD', 'EXPRESS')),
  severity: open(oneOf('ERROR', 'WARNING')),
  statusFilter: open(oneOf('SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING')),
  redriveFilter: open(oneOf('REDRIVEN', 'NOT_REDRIVEN')),
  includedData,
  inspectionLevel: open(oneOf('INFO', 'DEBUG', 'TRACE')),
  stateName: open(length(1, 80)),
  'mock.fieldValidationMode': open(oneOf('STRICT', 'PRESENT', 'NONE')),
  'mock.errorOutput.error': secret(length(0, 256)),
  'mock.errorOutput.cause': secret(length(0, 32_768)),
  'mock.result': data,
  context: data,
  variables: data,
  'stateConfiguration.errorCausedByState': secret(length(1, 80)),
  'stateConfiguration.mapItemReaderData': data,
  'stateConfiguration.retrierRetryCount': open(range(0, Number.MAX_SAFE_INTEGER)),
  'stateConfiguration.mapIterationFailureCount': open(range(0, Number.MAX_SAFE_INTEGER)),
  'encryptionConfiguration.type': open(oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY')),
  'encryptionConfiguration.kmsKeyId': open(length(1, 2048)),
  'encryptionConfiguration.kmsDataKeyReusePeriodSeconds': open(range(60, 900)),
  'loggingConfiguration.level': open(oneOf('ALL', 'ERROR', 'FATAL', 'OFF')),
  routingConfiguration: open(length(1, 2)),
  'routingConfiguration.member.weight': open(range(0, 100)),
  'routingConfiguration.member.stateMachineVersionArn': arn,
  'tags.member.key': open(length(1, 128)),
  'tags.member.value': open(length(0, 256)),
  'tagKeys.member': open(length(1, 128)),
};

/**
 * The same operation, for requests within AWS's constraints only.
 * @throws ValidationException naming every member that is not
 */
export function constrained(operationName: string, operation: Operation): Operation {
  return {
    ...operation,
    run: (input, context) => {
      const given = withoutNulls(input);
      const problems = [...problemsOf(operationName, given)];
      if (problems.length > 0) {
        const errors = problems.length === 1 ? 'error' : 'errors';
        throw validation(`${problems.length} validation ${errors} detected: ${problems.join('; ')}`);
      }
      return operation.run(given, context);
    },
  };
}

/** A member that is null is absent: a request from a definition may have such, one from a client has lost them. */
const withoutNulls = <Input extends object>(input: Input): Input =>
  Object.fromEntries(Object.entries(input).filter(([, member]) => member !== null)) as Input;

/** Paths are said as AWS does: items of a list are `tags.1.member`, and the table has them without a number. */
function* problemsOf(operation: string, value: unknown, said = '', known = ''): Generator<string> {
  const constraint = CONSTRAINTS[`${operation}/${known}`] ?? CONSTRAINTS[known];
  for (const rule of constraint?.rules ?? []) {
    const problem = rule(value);
    if (problem === undefined) continue;
    const shown = constraint?.sensitive === true ? '' : ` '${shownOf(value)}'`;
    yield `Value${shown} at '${said}' failed to satisfy constraint: ${problem}`;
  }
  if (typeof value !== 'object' || value === null) return;
  const prefix = (path: string) => (path === '' ? '' : `${path}.`);
  for (const [key, member] of Object.entries(value)) {
    const [saidKey, knownKey] = Array.isArray(value) ? [`${Number(key) + 1}.member`, 'member'] : [key, key];
    yield* problemsOf(operation, member, prefix(said) + saidKey, prefix(known) + knownKey);
  }
}

const shownOf = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(shownOf).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{${Object.entries(value)
          .map(([key, member]) => `${key}=${shownOf(member)}`)
          .join(', ')}}`
      : String(value);
