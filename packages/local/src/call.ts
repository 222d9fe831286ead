import { randomUUID } from 'node:crypto';
import { AwsError } from './errors.ts';
import type { Authorizer } from './iam/authorizer.ts';
import { isModelled, models } from './protocol/protocols.ts';
import { requireMembers } from './protocol/service-model.ts';
import type { Call, CallOptions, Operation, RequestContext, Service, ServiceName } from './service.ts';

/** `Call` for a caller that learns service and operation at run time: the front door and the integrations. */
export type Invoke = (
  service: ServiceName,
  operation: string,
  input: unknown,
  context: RequestContext,
) => Promise<unknown>;

export interface CallDependencies {
  readonly services: () => ReadonlyMap<ServiceName, Service>;
  readonly authorizer: Authorizer;
  /** What a call is refused with on purpose. */
  readonly fault: (service: ServiceName, operation: string) => AwsError | undefined;
  /** Resolves when everything written so far is durable. */
  readonly committed: () => Promise<void>;
}

/**
 * Required members, then IAM, then the operation: the same for a request and for a call between services.
 * An answer goes out when what it tells of is durable.
 */
export function createInvoke({ services, authorizer, fault, committed }: CallDependencies): Invoke {
  return async (service, name, input, context) => {
    const operation = operationOf(services().get(service), service, name);
    const struck = fault(service, name);
    if (struck !== undefined) throw struck;
    const model = isModelled(service) ? models[service].operations.get(name) : undefined;
    if (model !== undefined) requireMembers(model, input);
    if (authorizer.checks(context.identity, service)) {
      const asked = operation.authorize?.(input as never) ?? { resources: ['*'] };
      authorizer.authorize(context.identity, service, name, asked);
    }
    const output = await operation.run(input as never, context);
    await committed();
    return output;
  };
}

/** Makes the one way in which services meet. */
export function createCall(dependencies: CallDependencies): Call {
  const invoke = createInvoke(dependencies);
  const call = (service: ServiceName, operation: string, input: unknown, options: CallOptions) =>
    invoke(service, operation, input, { ...options, requestId: randomUUID() });
  // The generic contract says per operation what `Api` says; only a cast can tell the compiler so.
  return call as Call;
}

/** @throws `UnknownOperationException` naming what is not served */
function operationOf(service: Service | undefined, serviceName: ServiceName, name: string): Operation {
  const operation =
    service !== undefined && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (operation !== undefined) return operation;
  const message =
    service === undefined
      ? `The service ${serviceName} is not running`
      : `${serviceName}:${name} is not served here`;
  throw new AwsError('UnknownOperationException', message);
}
