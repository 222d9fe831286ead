import type { Records } from '../store/store.ts';
import { findModule } from './registry.ts';
import type { MadeResource, ResourceContext } from './resource.ts';
import type { TemplateResource } from './template.ts';

/**
 * Deals with what an earlier load made and the template no longer has. What would go on granting or delivering
 * is removed; what may hold data (a bucket, a queue) is left and logged.
 */
export async function forgetVanished(
  stackName: string,
  resources: ReadonlyMap<string, TemplateResource>,
  previous: Records<MadeResource>,
  contextFor: (logicalId: string) => ResourceContext,
  log: (line: string) => void,
): Promise<void> {
  const prefix = `${stackName}/`;
  for (const [key, made] of [...previous.entries()]) {
    const logicalId = key.slice(prefix.length);
    if (!key.startsWith(prefix) || resources.get(logicalId)?.type === made.type) continue;
    const module = findModule(made.type);
    const what = `${made.type} ${logicalId}: ${made.physicalId}`;
    if (module?.remove !== undefined) {
      await module.remove(made, contextFor(logicalId));
      log(`removed ${what}, which the template no longer has`);
    } else if (module !== undefined) {
      log(`left ${what}, which the template no longer has`);
    }
    previous.delete(key);
  }
}
