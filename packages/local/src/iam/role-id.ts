import { createHash } from 'node:crypto';

/** A role's unique id, `AROA` and 17 characters; the same for the same ARN. */
export const roleId = (roleArn: string) =>
  `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
