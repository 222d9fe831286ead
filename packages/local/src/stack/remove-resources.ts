import type { Records } from '../store/store.ts';
import { findModule } from './registry.ts';
import type { MadeResource, ResourceContext } from './resource.ts';
import type { Note } from './resource-note.ts';
import { throwProblems } from './stack-error.ts';

/** What of a stack is to go, and how. */
export interface Removal {
  readonly previous: Records<MadeResource>;
  readonly contextFor: (logicalId: string) => ResourceContext;
  /** Whether what may hold data (a bucket, a queue) goes too, where its DeletionPolicy lets it. */
  readonly removesData: boolean;
  readonly note: Note;
}

/** What a stack has of an earlier load, by logical id. */
export const madeOf = (stackName: string, previous: Records<MadeResource>): Map<string, MadeResource> =>
  new Map(
    [...previous.entries()].flatMap(([key, made]) =>
      key.startsWith(`${stackName}/`) ? [[key.slice(stackName.length + 1), made] as const] : [],
    ),
  );

/**
 * Removes what a stack made, and forgets it. What something else still needs is tried again when that is gone.
 * Rejects with the services' errors when the rest cannot be removed; it is remembered, and noted as failed.
 */
export async function removeResources(
  stackName: string,
  resources: readonly (readonly [logicalId: string, made: MadeResource])[],
  removal: Removal,
): Promise<void> {
  for (let left = resources; left.length > 0; ) {
    const refused: { readonly resource: (typeof left)[number]; readonly error: unknown }[] = [];
    for (const resource of left) {
      try {
        await remove(stackName, resource, removal);
      } catch (error) {
        refused.push({ resource, error });
      }
    }
    if (refused.length === left.length) {
      for (const { resource, error } of refused) noteFailure(resource, error, removal.note);
      throwProblems(refused.map(({ error }) => error));
    }
    left = refused.map(({ resource }) => resource);
  }
}

async function remove(
  stackName: string,
  [logicalId, made]: readonly [string, MadeResource],
  { previous, contextFor, removesData, note }: Removal,
): Promise<void> {
  const { type, physicalId, deletionPolicy } = made;
  const module = findModule(type);
  const stays = deletionPolicy?.startsWith('Retain') === true || (module?.holdsData === true && !removesData);
  if (!stays) await module?.remove?.(made, contextFor(logicalId));
  previous.delete(`${stackName}/${logicalId}`);
  note({ logicalId, type, physicalId, existed: true, outcome: stays ? 'left' : 'removed' });
}

function noteFailure(
  [logicalId, { type, physicalId }]: readonly [string, MadeResource],
  error: unknown,
  note: Note,
): void {
  const reason = error instanceof Error ? error.message : String(error);
  note({ logicalId, type, physicalId, existed: true, outcome: 'not removed', reason });
}
