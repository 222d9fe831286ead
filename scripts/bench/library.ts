import { pathToFileURL } from 'node:url';
import type { Json } from '@batch-workflows/asl';
import type { Workload } from './workloads.ts';

/** What is used of `aws-local-stepfunctions`. */
interface Library {
  readonly StateMachine: new (
    definition: Json,
  ) => {
    run(input: Json): { readonly result: Promise<unknown> };
  };
}

/** Prepares executions of `aws-local-stepfunctions`, which keeps no history. @param path its `main.node.esm.js` */
export async function library(path: string): Promise<(workload: Workload) => () => Promise<void>> {
  const { StateMachine }: Library = await import(pathToFileURL(path).href);
  return ({ definition, input }) => {
    const machine = new StateMachine(definition);
    return async () => void (await machine.run(structuredClone(input)).result);
  };
}
