import type { Change, ChangeSetType, ExecutionStatus } from '@aws-sdk/client-cloudformation';
import type { Records, Store } from '../../store/store.ts';
import { changeSetNotFound } from './errors.ts';
import type { StackPlan, StackRecord } from './stack-record.ts';

/** A change set as it is remembered; `createdAt` in ms since 1970. */
export interface ChangeSetRecord {
  readonly changeSetId: string;
  readonly name: string;
  readonly description?: string;
  readonly stackId: string;
  readonly type: ChangeSetType;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string;
  readonly executionStatus: ExecutionStatus;
  readonly plan: StackPlan;
  readonly changes: readonly Change[];
  readonly createdAt: number;
}

/** The change sets that have not been executed. */
export class ChangeSets {
  readonly #records: Records<ChangeSetRecord>;

  constructor(store: Store) {
    this.#records = store.records('cloudformation.change-set');
  }

  /** By its ARN, or by its name in a stack. */
  find(nameOrId: string, stack: StackRecord | undefined): ChangeSetRecord | undefined {
    return this.#records.get(nameOrId) ?? this.of(stack?.stackId).find(({ name }) => name === nameOrId);
  }

  /** @throws ChangeSetNotFound */
  get(nameOrId = '', stack: StackRecord | undefined): ChangeSetRecord {
    const found = this.find(nameOrId, stack);
    if (found === undefined) throw changeSetNotFound(nameOrId);
    return found;
  }

  of(stackId: string | undefined): ChangeSetRecord[] {
    return [...this.#records.entries()]
      .map(([, record]) => record)
      .filter((record) => record.stackId === stackId);
  }

  put(record: ChangeSetRecord): void {
    this.#records.put(record.changeSetId, record);
  }

  delete({ changeSetId }: ChangeSetRecord): void {
    this.#records.delete(changeSetId);
  }
}
