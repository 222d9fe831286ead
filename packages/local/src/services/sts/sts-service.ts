import type { Clock } from '../../clock.ts';
import type { Authorizer } from '../../iam/authorizer.ts';
import type { Credentials } from '../../iam/credentials.ts';
import type { Roles } from '../../iam/roles.ts';
import type { Service } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { assumeRole } from './operations/assume-role.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';

export interface StsDependencies {
  readonly clock: Clock;
  readonly store: Store;
  readonly roles: Roles;
  readonly credentials: Credentials;
  readonly authorizer: Authorizer;
  /** False assumes any role for anyone. */
  readonly iam?: boolean;
}

/** Security Token Service: who am I, and the credentials of a role. */
export function stsService(dependencies: StsDependencies): Service {
  return {
    name: 'sts',
    operations: { AssumeRole: assumeRole(dependencies), GetCallerIdentity: getCallerIdentity },
  };
}
