import type { Output, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import { accountOwner } from '../../iam/identity.ts';
import type { Call } from '../../service.ts';
import type { Artifacts, S3Place } from '../../stack/artifacts.ts';
import { contextFor, loadStack, type Stack } from '../../stack/load-stack.ts';
import { madeOf, removeResources } from '../../stack/remove-resources.ts';
import type { MadeResource, RoleRegistry } from '../../stack/resource.ts';
import type { ResourceNote } from '../../stack/resource-note.ts';
import type { Records } from '../../store/store.ts';
import type { StackEvents } from './stack-events.ts';
import type { StackPlan, StackRecord } from './stack-record.ts';
import type { Stacks } from './stacks.ts';
import { readTemplateText } from './template-check.ts';

export interface DeploymentsOptions {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly roles: RoleRegistry;
  readonly made: Records<MadeResource>;
  readonly stacks: Stacks;
  readonly events: StackEvents;
  /** What no caller waits for. */
  readonly log: (message: string) => void;
}

/** What is done to a stack in a status, and what becomes of it then. */
interface Phase {
  readonly work: (stack: StackRecord) => Promise<Partial<StackRecord>>;
  readonly done: StackStatus;
  readonly failed: (stack: StackRecord) => StackStatus;
}

/** Makes, changes and removes stacks, one phase after another; a restart goes on with the phase that it finds. */
export class Deployments {
  readonly #options: DeploymentsOptions;
  readonly #working = new Map<string, Promise<void>>();
  #stopped = false;

  readonly #phases: Partial<Record<StackStatus, Phase>> = {
    CREATE_IN_PROGRESS: {
      work: (stack) => this.#load(stack, stack.target),
      done: 'CREATE_COMPLETE',
      failed: ({ disableRollback }) => (disableRollback ? 'CREATE_FAILED' : 'ROLLBACK_IN_PROGRESS'),
    },
    ROLLBACK_IN_PROGRESS: {
      work: (stack) => this.#remove(stack),
      done: 'ROLLBACK_COMPLETE',
      failed: () => 'ROLLBACK_FAILED',
    },
    UPDATE_IN_PROGRESS: {
      work: (stack) => this.#load(stack, stack.target),
      done: 'UPDATE_COMPLETE',
      failed: ({ disableRollback }) => (disableRollback ? 'UPDATE_FAILED' : 'UPDATE_ROLLBACK_IN_PROGRESS'),
    },
    UPDATE_ROLLBACK_IN_PROGRESS: {
      work: (stack) => this.#load(stack, stack.plan),
      done: 'UPDATE_ROLLBACK_COMPLETE',
      failed: () => 'UPDATE_ROLLBACK_FAILED',
    },
    DELETE_IN_PROGRESS: {
      work: async (stack) => ({ ...(await this.#remove(stack)), deletedAt: this.#options.clock.now() }),
      done: 'DELETE_COMPLETE',
      failed: () => 'DELETE_FAILED',
    },
  };

  constructor(options: DeploymentsOptions) {
    this.#options = options;
  }

  /** Gives a stack its status, tells of it, and works on in the background. */
  begin(stack: StackRecord): StackRecord {
    const begun = this.#enter(stack, stack.status, stack.reason);
    this.#workOn(begun.stackId);
    return begun;
  }

  /** Remembers a stack that was made already, from a package on this machine. */
  adopt(stack: StackRecord, made: Stack, plan: StackPlan): void {
    this.#enter({ ...stack, plan, outputs: outputsIn(made, plan) }, stack.status);
  }

  /** Goes on with what an earlier process left. */
  start(): void {
    for (const { stackId } of this.#options.stacks.all()) this.#workOn(stackId);
  }

  /** Resolves when nothing is worked on; what is left goes on in the next process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#working.values());
  }

  #workOn(stackId: string): void {
    if (this.#working.has(stackId)) return;
    const release = this.#options.clock.hold();
    const work = this.#throughPhases(stackId).finally(() => {
      this.#working.delete(stackId);
      release();
    });
    this.#working.set(stackId, work);
  }

  async #throughPhases(stackId: string): Promise<void> {
    const { stacks, log } = this.#options;
    for (;;) {
      const stack = stacks.get(stackId);
      const phase = this.#phases[stack.status];
      if (phase === undefined || this.#stopped) return;
      try {
        const change = await phase.work(stack);
        this.#enter({ ...stack, ...change }, phase.done);
      } catch (error) {
        if (this.#stopped) return;
        const reason = error instanceof Error ? error.message : String(error);
        log(`stack ${stack.stackName}, ${stack.status}: ${reason}`);
        this.#enter(stack, phase.failed(stack), reason);
      }
    }
  }

  #enter({ reason: _, ...stack }: StackRecord, status: StackStatus, reason?: string): StackRecord {
    const { stacks, events } = this.#options;
    const { target, ...settled } = stack;
    const kept = status.endsWith('IN_PROGRESS') && target !== undefined ? { ...settled, target } : settled;
    const entered = stacks.put({ ...kept, status, ...(reason === undefined ? {} : { reason }) });
    events.ofStack(entered);
    return entered;
  }

  async #load(stack: StackRecord, plan: StackPlan | undefined): Promise<Partial<StackRecord>> {
    if (plan === undefined) throw new Error('there is no template to make the stack of');
    const { config, call, roles, made: previous } = this.#options;
    const made = await loadStack({
      stackName: stack.stackName,
      stackId: stack.stackId,
      template: readTemplateText(plan.template),
      parameters: plan.parameters,
      artifacts: this.#artifacts,
      config,
      call,
      roles,
      previous,
      removesData: true,
      note: this.#noteFor(stack),
    });
    return { plan, outputs: outputsIn(made, plan) };
  }

  async #remove(stack: StackRecord): Promise<Partial<StackRecord>> {
    const { made: previous, config, call, roles } = this.#options;
    const { stackName } = stack;
    await removeResources(stackName, [...madeOf(stackName, previous)].reverse(), {
      previous,
      removesData: true,
      note: this.#noteFor(stack),
      contextFor: (logicalId) =>
        contextFor(logicalId, { stackName, config, call, roles, previous, artifacts: this.#artifacts }),
    });
    return { outputs: [] };
  }

  #noteFor(stack: StackRecord): (note: ResourceNote) => void {
    return (note) => this.#options.events.ofResource(stack, note);
  }

  readonly #artifacts: Artifacts = async (_, { bucket, key }: S3Place) => {
    const { call, config } = this.#options;
    const owner = { identity: accountOwner(config.accountId) };
    const { Body } = await call('s3', 'GetObject', { Bucket: bucket, Key: key }, owner);
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
}

function outputsIn({ outputs, exports }: Stack, { template }: StackPlan): Output[] {
  const declared = readTemplateText(template).outputs;
  return Object.entries(outputs).map(([OutputKey, OutputValue]) => {
    const output = declared[OutputKey];
    const description = typeof output === 'object' && output !== null && 'Description' in output;
    const exported = exports[OutputKey];
    return {
      OutputKey,
      OutputValue,
      ...(description ? { Description: String(output.Description) } : {}),
      ...(exported === undefined ? {} : { ExportName: exported }),
    };
  });
}
