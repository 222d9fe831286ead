import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Roles } from './iam/roles.ts';
import { type IamUsage, Usage } from './iam/usage.ts';
import type { MadeResource } from './stack/resource.ts';
import { openSqliteStore } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

export type { Grant, IamUsage, Missing } from './iam/usage.ts';

/** The use of all grants so far; a role that a template made is named by its logical id. */
export function iamUsage(store: Store): IamUsage {
  const logicalIds = new Map(
    [...store.records<MadeResource>('stack').entries()].map(([key, { attributes }]) => [
      attributes['Arn'] ?? '',
      key.slice(key.lastIndexOf('/') + 1),
    ]),
  );
  const named = <T extends { readonly role: string }>(each: T): T => ({
    ...each,
    role: logicalIds.get(each.role) ?? each.role,
  });
  const { granted, used, missing } = new Usage(store).report(new Roles(store));
  return { granted: granted.map(named), used: used.map(named), missing: missing.map(named) };
}

/** The same of a data directory that no local AWS is using now. @throws an `Error` that says what to do */
export function readIamUsage(dataDir: string): IamUsage {
  const file = join(dataDir, 'state.sqlite');
  if (!existsSync(file)) throw new Error(`${dataDir} has no state: run npm start or pnpm local first`);
  const store = openSqliteStore(file);
  try {
    return iamUsage(store);
  } finally {
    store.close();
  }
}
