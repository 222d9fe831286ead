import type { Json } from '@batch-workflows/asl';
import type { NormalizedSchema } from '@smithy/core/schema';
import { modelOf } from '../protocol/client-models.ts';
import type { ServiceName } from '../service.ts';
import { callAs, type Integration, type TaskContext } from './integration.ts';
import { toApiCase } from './member-case.ts';
import { parametersOf } from './parameters.ts';

/** The services that `aws-sdk:` reaches here, by the name that a Resource uses, with their name in errors. */
const services: Readonly<Record<string, { service: ServiceName; prefix: string }>> = {
  batch: { service: 'batch', prefix: 'Batch' },
  cloudwatchlogs: { service: 'logs', prefix: 'CloudWatchLogs' },
  lambda: { service: 'lambda', prefix: 'Lambda' },
  s3: { service: 's3', prefix: 'S3' },
  sfn: { service: 'states', prefix: 'Sfn' },
  sns: { service: 'sns', prefix: 'Sns' },
  sqs: { service: 'sqs', prefix: 'Sqs' },
};

export const awsSdkServices = Object.keys(services);

/** The name of a service in the errors of `aws-sdk:` integrations. */
export const awsSdkPrefix = (service: string) => services[service]?.prefix ?? service;

/** The exceptions that a service's API declares. S3's newest client has AccessDenied, for one kind of call alone. */
export function awsSdkErrors(serviceName: string): ReadonlySet<string> {
  const target = services[serviceName];
  const names = new Set(target === undefined ? [] : modelOf(target.service).errors.keys());
  names.delete('AccessDenied');
  return names;
}

/**
 * Any action of a service that runs here, as `arn:aws:states:::aws-sdk:s3:getObject`.
 * @returns undefined for a service that does not run here, and for an action that it does not have
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function awsSdk(serviceName: string, action: string): Integration | undefined {
  const target = services[serviceName];
  if (target === undefined) return undefined;
  const operation = upperFirst(action);
  const model = modelOf(target.service).operations.get(operation);
  if (model === undefined || operation === action) return undefined;
  const name = `aws-sdk:${serviceName}:${action}`;
  return {
    name,
    patterns: ['requestResponse', 'waitForTaskToken'],
    request: { service: target.service, operation },
    submit: async (parameters, context) => {
      const request = toApiCase(model.input, parametersOf(name, parameters));
      return jsonOf(await callAny(context, target.service, operation, request), model.output);
    },
  };
}

/** The operation's name comes from a definition; a service answers one that it does not have with an error. */
const callAny = (
  context: TaskContext,
  service: ServiceName,
  operation: string,
  request: unknown,
): Promise<unknown> => callAs(context, service, operation as never, request);

/** An SDK's answer as JSON, members in PascalCase, keys of maps as they are: bodies as text, times as ISO 8601. */
async function jsonOf(value: unknown, shape?: NormalizedSchema): Promise<Json> {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) {
    const item = shape?.isListSchema() === true ? shape.getValueSchema() : undefined;
    return Promise.all(value.map((each) => jsonOf(each, item)));
  }
  if (typeof value === 'object' && value !== null) {
    if ('transformToString' in value && typeof value.transformToString === 'function') {
      return (await value.transformToString()) as string;
    }
    const members = Object.entries(value).filter(
      ([key, member]) => member !== undefined && key !== '$metadata',
    );
    const item = shape?.isMapSchema() === true ? shape.getValueSchema() : undefined;
    const shapes = shape?.isStructSchema() === true ? new Map(shape.structIterator()) : undefined;
    return Object.fromEntries(
      await Promise.all(
        members.map(
          async ([key, member]): Promise<[string, Json]> =>
            item === undefined
              ? [upperFirst(key), await jsonOf(member, shapes?.get(key))]
              : [key, await jsonOf(member, item)],
        ),
      ),
    );
  }
  return (value ?? null) as Json;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
