import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { LocalConfig } from '../config.ts';
import type { Shelf, Store } from '../store/store.ts';
import { accountOwner, type Identity } from './identity.ts';

/** Credentials of an assumed role, as STS gives them. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiration: number;
}

/** What is kept of them: neither the secret nor the token, since signatures are not checked. */
interface Session {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly expiration: number;
}

/**
 * Who is behind an access key. Keys outlive their expiration for as long as the process runs: an environment
 * cannot be given new ones, and a clock that skips waits may pass it at once.
 */
export class Credentials {
  readonly #config: LocalConfig;
  readonly #sessions: Shelf<Session>;
  readonly #owner: Identity;

  constructor(config: LocalConfig, store: Store, clock: Clock) {
    this.#config = config;
    this.#sessions = store.shelf<Session>('sts/sessions');
    this.#owner = accountOwner(config.accountId);
    const now = clock.now();
    for (const [accessKeyId, { expiration }] of this.#sessions.between('', '~')) {
      if (expiration < now) this.#sessions.delete(accessKeyId);
    }
  }

  issue(roleArn: string, sessionName: string, expiration: number): TemporaryCredentials {
    const accessKeyId = `ASIA${base32(16)}`;
    this.#sessions.put(accessKeyId, { roleArn, sessionName, expiration });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      expiration,
    };
  }

  /** The identity of a request's access key; an unknown key is the developer's own. */
  identify(accessKeyId: string): Identity {
    const session = this.#sessions.get(accessKeyId);
    if (session === undefined) return this.#owner;
    const { roleArn, sessionName } = session;
    return { accountId: this.#config.accountId, arn: assumedRoleArn(roleArn, sessionName), roleArn };
  }
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`; a role's path is not part of it. */
export function assumedRoleArn(roleArn: string, sessionName: string): string {
  const accountId = roleArn.split(':')[4] ?? '';
  return `arn:aws:sts::${accountId}:assumed-role/${roleArn.slice(roleArn.lastIndexOf('/') + 1)}/${sessionName}`;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const base32 = (length: number) => Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join('');
