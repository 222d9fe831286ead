import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { Call, Service } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { asyncInvocations } from './async-invocations.ts';
import { codeStore } from './code-store.ts';
import { mappingRegistry } from './event-source-mapping/mappings.ts';
import { functionPolicy } from './function-policy.ts';
import { functionRegistry } from './functions.ts';
import { createInvoker } from './invoker.ts';
import type { LambdaParts } from './lambda-parts.ts';
import { addPermission } from './operations/add-permission.ts';
import { createEventSourceMapping } from './operations/create-event-source-mapping.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteEventSourceMapping } from './operations/delete-event-source-mapping.ts';
import { deleteFunction } from './operations/delete-function.ts';
import { deleteFunctionConcurrency } from './operations/delete-function-concurrency.ts';
import { getEventSourceMapping } from './operations/get-event-source-mapping.ts';
import { getFunction } from './operations/get-function.ts';
import { getFunctionConfiguration } from './operations/get-function-configuration.ts';
import { getPolicy } from './operations/get-policy.ts';
import { invoke } from './operations/invoke.ts';
import { listEventSourceMappings } from './operations/list-event-source-mappings.ts';
import { listFunctions } from './operations/list-functions.ts';
import { putFunctionConcurrency } from './operations/put-function-concurrency.ts';
import { removePermission } from './operations/remove-permission.ts';
import { updateEventSourceMapping } from './operations/update-event-source-mapping.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';

export interface LambdaOptions {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly store: Store;
  /** Functions are unpacked below its folder `lambda`. */
  readonly dataDir: string;
  /** Where Invoke goes instead of here (AWS_ENDPOINT_URL_LAMBDA). */
  readonly forwardTo?: string;
  /** Environments per function without reserved concurrency; 10 unless told. */
  readonly concurrency?: number;
  /** For the one who runs the local AWS: what goes wrong where no caller waits. */
  log(message: string): void;
}

/** AWS Lambda: functions from their deployed zips, each environment a process of its own. */
export function lambdaService(options: LambdaOptions): Service {
  const { call, clock, config, dataDir, forwardTo, log, store, concurrency = 10 } = options;
  const functions = functionRegistry(store, clock);
  const code = codeStore(join(dataDir, 'lambda'));
  const invoker = createInvoker({ config, call, clock, functions, code, concurrency });
  const events = asyncInvocations({ store, clock, invoker, log });
  const mappings = mappingRegistry({ store, clock, poll: { call, clock, config, functions, invoker, log } });
  const parts: LambdaParts = {
    config,
    call,
    functions,
    code,
    invoker,
    asyncInvocations: events,
    mappings,
    forwardTo,
  };
  return {
    name: 'lambda',
    resourcePolicy: (arn) => functionPolicy(functions.find(arn.split(':')[6] ?? '')),
    operations: {
      AddPermission: addPermission(parts),
      CreateEventSourceMapping: createEventSourceMapping(parts),
      CreateFunction: createFunction(parts),
      DeleteEventSourceMapping: deleteEventSourceMapping(parts),
      DeleteFunction: deleteFunction(parts),
      DeleteFunctionConcurrency: deleteFunctionConcurrency(parts),
      GetEventSourceMapping: getEventSourceMapping(parts),
      GetFunction: getFunction(parts),
      GetFunctionConfiguration: getFunctionConfiguration(parts),
      GetPolicy: getPolicy(parts),
      Invoke: invoke(parts),
      ListEventSourceMappings: listEventSourceMappings(parts),
      ListFunctions: listFunctions(parts),
      PutFunctionConcurrency: putFunctionConcurrency(parts),
      RemovePermission: removePermission(parts),
      UpdateEventSourceMapping: updateEventSourceMapping(parts),
      UpdateFunctionCode: updateFunctionCode(parts),
      UpdateFunctionConfiguration: updateFunctionConfiguration(parts),
    },
    start: () => {
      events.start();
      mappings.start();
    },
    stop: async () => {
      events.stop();
      await Promise.all([mappings.stop(), invoker.stop()]);
    },
  };
}
