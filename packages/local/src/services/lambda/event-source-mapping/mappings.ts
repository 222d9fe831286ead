import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../clock.ts';
import type { Store } from '../../../store/store.ts';
import { mappingNotFound } from '../errors.ts';
import type { MappingRecord } from './mapping-record.ts';
import { type Poller, type PollOptions, startPoller } from './sqs-poller.ts';

interface Options {
  readonly store: Store;
  readonly clock: Clock;
  readonly poll: PollOptions;
}

/** The account's event source mappings, kept in the store, and a poller for each that is enabled. */
export function mappingRegistry({ store, clock, poll }: Options) {
  const records = store.records<MappingRecord>('lambda-event-source-mapping');
  const pollers = new Map<string, Poller>();

  const unpoll = (uuid: string) => {
    pollers.get(uuid)?.disable();
    pollers.delete(uuid);
  };
  const repoll = (record: MappingRecord) => {
    unpoll(record.uuid);
    if (record.enabled) pollers.set(record.uuid, startPoller(record, poll));
  };
  const keep = (mapping: Omit<MappingRecord, 'lastModified'>): MappingRecord => {
    const record = { ...mapping, lastModified: clock.now() };
    records.put(record.uuid, record);
    repoll(record);
    return record;
  };
  return {
    create: (mapping: Omit<MappingRecord, 'lastModified' | 'uuid'>) =>
      keep({ ...mapping, uuid: randomUUID() }),
    change: keep,
    /** @throws ResourceNotFoundException */
    get: (uuid: string | undefined): MappingRecord => {
      const record = uuid === undefined ? undefined : records.get(uuid);
      if (record === undefined) throw mappingNotFound();
      return record;
    },
    list: () => [...records.entries()].map(([, record]) => record).sort((a, b) => (a.uuid < b.uuid ? -1 : 1)),
    delete: (uuid: string) => {
      records.delete(uuid);
      unpoll(uuid);
    },
    start: () => {
      for (const [, record] of records.entries()) repoll(record);
    },
    stop: async () => {
      await Promise.all([...pollers.values()].map((poller) => poller.stop()));
      pollers.clear();
    },
  };
}
export type Mappings = ReturnType<typeof mappingRegistry>;
