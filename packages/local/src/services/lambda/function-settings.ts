import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import { invalidMember, unsupported } from './errors.ts';
import type { FunctionSettings } from './function-record.ts';
import { checkVariables } from './function-variables.ts';

type Request = Partial<CreateFunctionRequest> & Partial<UpdateFunctionConfigurationRequest>;

const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const HANDLER = /^\S{1,128}$/;

/** AWS's defaults: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULTS = {
  runtime: 'nodejs24.x',
  description: '',
  timeoutSeconds: 3,
  memoryMb: 128,
  variables: {},
  logging: {},
  tracing: 'PassThrough',
  ephemeralStorageMb: 512,
} as const;

/**
 * The settings a request asks for, over those the function has (or AWS's defaults).
 * @throws ValidationException, InvalidParameterValueException
 */
export function settingsOf(request: Request, before?: FunctionSettings): FunctionSettings {
  refuseUnsupported(request);
  const base = before ?? { ...DEFAULTS, role: '', handler: '' };
  const settings: FunctionSettings = {
    role: request.Role ?? base.role,
    runtime: request.Runtime ?? base.runtime,
    handler: request.Handler ?? base.handler,
    description: request.Description ?? base.description,
    timeoutSeconds: request.Timeout ?? base.timeoutSeconds,
    memoryMb: request.MemorySize ?? base.memoryMb,
    variables: request.Environment === undefined ? base.variables : (request.Environment.Variables ?? {}),
    logging: request.LoggingConfig ?? base.logging,
    tracing: request.TracingConfig?.Mode ?? base.tracing,
    ephemeralStorageMb: request.EphemeralStorage?.Size ?? base.ephemeralStorageMb,
  };
  check(settings);
  return settings;
}

function check(settings: FunctionSettings): void {
  if (!ROLE.test(settings.role)) {
    throw invalidMember(settings.role, 'role', `satisfy regular expression pattern: ${ROLE.source}`);
  }
  if (!HANDLER.test(settings.handler)) {
    throw invalidMember(settings.handler, 'handler', `satisfy regular expression pattern: ${HANDLER.source}`);
  }
  if (!RUNTIMES.includes(settings.runtime)) {
    throw unsupported(`Runtime ${settings.runtime}`, `use one of ${RUNTIMES.join(', ')}`);
  }
  within(settings.timeoutSeconds, 'timeout', 1, 900);
  within(settings.memoryMb, 'memorySize', 128, 10_240);
  within(settings.ephemeralStorageMb, 'ephemeralStorage.size', 512, 10_240);
  checkVariables(settings.variables);
}

/** @throws ValidationException when `value` is outside of `least`..`most`. */
export function within(value: number, member: string, least: number, most: number): void {
  if (value < least) throw invalidMember(value, member, `have value greater than or equal to ${least}`);
  if (value > most) throw invalidMember(value, member, `have value less than or equal to ${most}`);
}

function refuseUnsupported(request: Request): void {
  const table: readonly (readonly [string, boolean, string])[] = [
    [
      'PackageType Image',
      request.PackageType === 'Image' || request.Code?.ImageUri !== undefined,
      'upload a zip',
    ],
    ['Layers', (request.Layers ?? []).length > 0, 'bundle their content into the zip'],
    ['FileSystemConfigs', (request.FileSystemConfigs ?? []).length > 0, 'use S3'],
    [
      'DeadLetterConfig',
      request.DeadLetterConfig?.TargetArn !== undefined,
      'remove it; failed asynchronous invocations are logged',
    ],
    ['SnapStart', (request.SnapStart?.ApplyOn ?? 'None') !== 'None', 'leave it out'],
    ['Publish', request.Publish === true, 'there is only $LATEST here; leave it out'],
  ];
  for (const [what, asked, instead] of table) if (asked) throw unsupported(what, instead);
}
