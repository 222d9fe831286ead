import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import { functionNotFound, revisionMismatch } from './errors.ts';
import { demandLatest, type FunctionReference } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';

type Unstamped = Omit<FunctionRecord, 'lastModified' | 'revisionId'>;

/** The account's functions, kept in the store. */
export function functionRegistry(store: Store, clock: Clock) {
  const records = store.records<FunctionRecord>('lambda-function');
  const save = (record: Unstamped): FunctionRecord => {
    const lastModified = new Date(clock.now()).toISOString().replace('Z', '+0000');
    const stamped = { ...record, lastModified, revisionId: randomUUID() };
    records.put(record.name, stamped);
    return stamped;
  };
  return {
    find: (name: string) => records.get(name),
    /** @throws ResourceNotFoundException */
    get: (reference: FunctionReference): FunctionRecord => {
      demandLatest(reference);
      const record = records.get(reference.name);
      if (record === undefined) throw functionNotFound(reference.arn);
      return record;
    },
    /** Stores a new or changed function under a new revision. */
    save,
    /** Changes what belongs to the function without being part of its revision (concurrency, policy). */
    amend: (record: FunctionRecord) => records.put(record.name, record),
    delete: (name: string) => records.delete(name),
    list: () => [...records.entries()].map(([, record]) => record).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
export type Functions = ReturnType<typeof functionRegistry>;

/** @throws PreconditionFailedException when the caller names a revision that is not the current one. */
export function demandRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== record.revisionId) throw revisionMismatch();
}
