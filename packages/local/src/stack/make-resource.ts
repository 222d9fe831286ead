import type { JsonObject } from './json.ts';
import { canonical } from './json.ts';
import { Properties } from './properties.ts';
import type { Made, MadeResource, ResourceContext, ResourceModule } from './resource.ts';
import { StackError } from './stack-error.ts';

export type Outcome = 'created' | 'updated' | 'unchanged';

/**
 * Makes one resource as its template says now, whatever an earlier load left. `values` are its evaluated properties,
 * `replaced` is called with what another physical resource now stands in for.
 */
export async function makeResource(
  module: ResourceModule,
  { logicalId, type, values }: { logicalId: string; type: string; values: JsonObject },
  context: ResourceContext,
  replaced: (previous: MadeResource) => Promise<void>,
): Promise<{ outcome: Outcome; made: MadeResource }> {
  const { previous } = context;
  const properties = new Properties(values, `${logicalId}.Properties`);
  try {
    const compared = (await module.compared?.(properties, context)) ?? values;
    const unchanged = previous !== undefined && canonical(previous.properties) === canonical(compared);
    const { outcome, made } = await converge(module, properties, context, unchanged);
    if (previous !== undefined && previous.physicalId !== made.physicalId && outcome === 'created') {
      await replaced(previous);
    }
    return { outcome, made: { ...made, type, properties: compared } };
  } catch (error) {
    if (error instanceof StackError || !(error instanceof Error)) throw error;
    throw new StackError(`${logicalId} (${type})`, `${error.name}: ${error.message}`, { cause: error });
  }
}

async function converge(
  module: ResourceModule,
  properties: Properties,
  context: ResourceContext,
  unchanged: boolean,
): Promise<{ outcome: Outcome; made: Made }> {
  const found = await module.find?.(properties, context);
  if (found === undefined) {
    const made = await module.create(properties, context);
    const again = unchanged && module.find === undefined && made.physicalId === context.previous?.physicalId;
    return { outcome: again ? 'unchanged' : 'created', made };
  }
  if (unchanged || module.update === undefined) return { outcome: 'unchanged', made: found };
  return { outcome: 'updated', made: await module.update(properties, context, found) };
}
