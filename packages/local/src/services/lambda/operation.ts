import type { Api, Operation } from '../../service.ts';

/** An operation of Lambda's API by its name, with the SDK's input and output. */
export type LambdaOperation<Name extends keyof Api['lambda']> = Operation<
  Api['lambda'][Name]['input'],
  Api['lambda'][Name]['output']
>;

export type InvokeInput = Api['lambda']['Invoke']['input'];
export type InvokeOutput = Api['lambda']['Invoke']['output'];
