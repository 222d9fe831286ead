import type { ResourceStatus, StackEvent, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Clock } from '../../clock.ts';
import type { ResourceNote } from '../../stack/resource-note.ts';
import type { EventLog, Store } from '../../store/store.ts';
import type { StackRecord } from './stack-record.ts';

/** A stack's event as it is kept; `at` in ms since 1970. */
export interface KeptEvent {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string;
}

const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** What each outcome is called, for a resource that is new and for one that was there. */
const STATUSES: Readonly<
  Record<
    ResourceNote['outcome'],
    (existed: boolean) => readonly [begun: ResourceStatus, ended: ResourceStatus]
  >
> = {
  created: () => ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'],
  updated: () => ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'],
  removed: () => ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'],
  left: () => ['DELETE_IN_PROGRESS', 'DELETE_SKIPPED'],
  failed: (existed) =>
    existed ? ['UPDATE_IN_PROGRESS', 'UPDATE_FAILED'] : ['CREATE_IN_PROGRESS', 'CREATE_FAILED'],
  'not removed': () => ['DELETE_IN_PROGRESS', 'DELETE_FAILED'],
};

/** What happened to stacks and their resources. */
export class StackEvents {
  readonly #log: EventLog<KeptEvent>;
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(store: Store, clock: Clock, newId: () => string) {
    this.#log = store.eventLog('cloudformation.event');
    this.#clock = clock;
    this.#newId = newId;
  }

  /** Oldest first. */
  of(stackId: string): readonly KeptEvent[] {
    return this.#log.read(stackId);
  }

  /** The stack itself has come to its status. */
  ofStack({ stackId, stackName, status, reason }: StackRecord): void {
    const about = { logicalId: stackName, physicalId: stackId, type: STACK_TYPE, status };
    this.#append(stackId, [{ ...about, ...(reason === undefined ? {} : { reason }) }]);
  }

  ofResource({ stackId }: StackRecord, note: ResourceNote): void {
    const { logicalId, physicalId, type, outcome, existed, reason } = note;
    const about = { logicalId, type, ...(physicalId === undefined ? {} : { physicalId }) };
    const [begun, ended] = STATUSES[outcome](existed);
    this.#append(stackId, [
      { ...about, status: begun },
      { ...about, status: ended, ...(reason === undefined ? {} : { reason }) },
    ]);
  }

  #append(stackId: string, events: readonly Omit<KeptEvent, 'id' | 'at'>[]): void {
    const at = this.#clock.now();
    this.#log.append(
      stackId,
      events.map((event) => ({ id: this.#newId(), at, ...event })),
    );
  }
}

/** As the API gives it. */
export const shownEvent = ({ stackId, stackName }: StackRecord, event: KeptEvent): StackEvent => ({
  StackId: stackId,
  EventId: event.id,
  StackName: stackName,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId ?? '',
  ResourceType: event.type,
  Timestamp: new Date(event.at),
  // The SDK's list of a resource's statuses has not all that a stack's events have.
  ResourceStatus: event.status as ResourceStatus,
  ...(event.reason === undefined ? {} : { ResourceStatusReason: event.reason }),
});
