import type { Json } from '@batch-workflows/asl';

/** The members that a service's answer has. */
export const present = (members: Readonly<Record<string, string | undefined>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined),
  );
