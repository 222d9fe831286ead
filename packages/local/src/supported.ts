import { awsSdkServices } from './integrations/aws-sdk.ts';
import { optimized } from './integrations/registry.ts';
import { inertTypes } from './stack/inert.ts';
import { modules } from './stack/registry.ts';

/** What of AWS is known here, from the registries that the local AWS itself uses. */
export const supported = {
  integrations: [...optimized.values()].map(({ name, patterns }) => ({ name, patterns })),
  awsSdkServices,
  resourceTypes: Object.keys(modules).sort(),
  inertResourceTypes: Object.entries(inertTypes).map(([type, { reason }]) => ({ type, reason })),
};
