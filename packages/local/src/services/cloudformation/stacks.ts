import type { Records, Store } from '../../store/store.ts';
import { stackDoesNotExist, validation } from './errors.ts';
import type { StackRecord } from './stack-record.ts';

/** Every stack, also those that were deleted: they are found by their ids only. */
export class Stacks {
  readonly #records: Records<StackRecord>;

  constructor(store: Store) {
    this.#records = store.records('cloudformation.stack');
  }

  find(nameOrId: string): StackRecord | undefined {
    const byId = this.#records.get(nameOrId);
    if (byId !== undefined) return byId;
    return this.all().find(({ stackName, status }) => stackName === nameOrId && status !== 'DELETE_COMPLETE');
  }

  /** @throws ValidationError */
  get(nameOrId = ''): StackRecord {
    const stack = this.find(nameOrId);
    if (stack === undefined) throw stackDoesNotExist(nameOrId);
    return stack;
  }

  put(stack: StackRecord): StackRecord {
    this.#records.put(stack.stackId, stack);
    return stack;
  }

  /** The newest first. */
  all(): StackRecord[] {
    return [...this.#records.entries()].map(([, stack]) => stack).sort((a, b) => b.createdAt - a.createdAt);
  }
}

/** @throws ValidationError for a stack that is being worked on, or that can only be deleted */
export function demandUpdatable({ stackId, status }: StackRecord): void {
  const isUpdatable = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/u.test(status);
  if (!isUpdatable) throw validation(`Stack:${stackId} is in ${status} state and can not be updated.`);
}
