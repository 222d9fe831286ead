import type { Check } from './check.ts';
import { containers } from './containers.ts';
import { aslValidator, definitions } from './definitions.ts';
import { encryption } from './encryption.ts';
import { grants } from './grants.ts';
import { logging } from './logging.ts';
import { nag } from './nag.ts';
import { permissions } from './permissions.ts';
import { publicAccess } from './public-access.ts';
import { queues } from './queues.ts';
import { schema } from './schema.ts';
import { waiting } from './waiting.ts';

/** The checks of a packaged template, the quickest first. */
export const checks: readonly Check[] = [
  publicAccess,
  encryption,
  logging,
  queues,
  grants,
  permissions,
  waiting,
  containers,
  definitions,
  aslValidator,
  schema,
  nag,
];
