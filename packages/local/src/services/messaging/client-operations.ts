import { requireMembers, type ServiceModel } from '../../protocol/service-model.ts';
import type { Authorization, Operation } from '../../service.ts';
import { inAwsWords } from './aws-words.ts';

/** The one method of an SDK client that every command goes through. */
interface Sender {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

type AuthorizationOf = (operation: string, input: object) => Authorization | readonly Authorization[];

/** Every operation of an SDK's module, which `model` describes, as an operation of ours that `client` performs. */
export function clientOperations(
  module: object,
  { operations: described }: ServiceModel,
  client: object,
  authorizationOf: AuthorizationOf,
): Record<string, Operation> {
  const sender = client as Sender;
  const operations: Record<string, Operation> = {};
  for (const [name, model] of described) {
    const Command: unknown = Reflect.get(module, `${name}Command`);
    if (typeof Command !== 'function') continue;
    const operation: Operation<object> = {
      authorize: (input) => authorizationOf(name, input),
      run: async (input, { signal }) => {
        requireMembers(model, input);
        const command: unknown = Reflect.construct(Command, [input]);
        return sender.send(command, signal === undefined ? {} : { abortSignal: signal }).catch(rethrow);
      },
    };
    operations[name] = operation;
  }
  return operations;
}

/** @throws an `AwsError` for what the service refused, and anything else as it is */
function rethrow(error: unknown): never {
  if (error instanceof Error && '$metadata' in error) {
    const { httpStatusCode } = error.$metadata as { httpStatusCode?: number };
    throw inAwsWords(error.name, error.message, httpStatusCode ?? 400);
  }
  throw error;
}
