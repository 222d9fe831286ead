import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { Call, Service } from '../../service.ts';
import type { Stack } from '../../stack/load-stack.ts';
import type { RoleRegistry } from '../../stack/resource.ts';
import type { Store } from '../../store/store.ts';
import { ChangeSets } from './change-sets.ts';
import type { CloudFormationParts } from './cloudformation-parts.ts';
import { Deployments } from './deployments.ts';
import { newStack } from './new-stack.ts';
import { operations } from './operations.ts';
import { StackEvents } from './stack-events.ts';
import { Stacks } from './stacks.ts';

export interface CloudFormationOptions {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly store: Store;
  readonly roles: RoleRegistry;
  /** What stacks have made, by `<stack>/<logical id>`. */
  readonly made: CloudFormationParts['made'];
  readonly log: (message: string) => void;
}

export type CloudFormationService = Service & {
  /** The id of the stack of that name: of the one that is there, or of one to come. */
  idFor(stackName: string): string;
  /** Remembers a stack that was loaded from a package on this machine: a deploy then updates it. */
  adopt(stack: Stack, stackId: string, template: string): void;
};

/** CloudFormation: enough of it for `serverless deploy` and `serverless remove`, over the loader of stacks. */
export function cloudFormationService(options: CloudFormationOptions): CloudFormationService {
  const { clock, config, call, store, made } = options;
  const stacks = new Stacks(store);
  const events = new StackEvents(store, clock, randomUUID);
  const deployments = new Deployments({ ...options, stacks, events });
  const changeSets = new ChangeSets(store);
  const parts: CloudFormationParts = {
    config,
    call,
    clock,
    stacks,
    changeSets,
    events,
    deployments,
    made,
    newId: randomUUID,
  };
  return {
    name: 'cloudformation',
    operations: operations(parts),
    start: () => deployments.start(),
    stop: () => deployments.stop(),
    idFor: (stackName) => (stacks.find(stackName) ?? newStack(stackName, 'CREATE_COMPLETE', parts)).stackId,
    adopt: (stack, stackId, template) => {
      const existing = stacks.find(stackId);
      const plan = { template, parameters: {}, tags: existing?.plan?.tags ?? [], capabilities: [] };
      deployments.adopt(
        existing === undefined
          ? { ...newStack(stack.name, 'CREATE_COMPLETE', parts), stackId }
          : { ...existing, status: 'UPDATE_COMPLETE', updatedAt: clock.now() },
        stack,
        plan,
      );
    },
  };
}
