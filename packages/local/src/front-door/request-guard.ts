import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../errors.ts';

/**
 * Keeps web pages out. A page can reach 127.0.0.1 under its own name (DNS rebinding) and can send simple
 * requests to it, but it cannot hide its Host and Origin.
 * @throws `AccessDenied`
 */
export function guardRequest({ host, origin }: IncomingHttpHeaders): void {
  if (host === undefined || !isLoopback(host)) {
    throw refusal(
      `the Host header '${host ?? ''}' is not this machine's: use http://127.0.0.1 or http://localhost`,
    );
  }
  if (origin !== undefined && !isLoopback(origin.replace(/^https?:\/\//, ''))) {
    throw refusal(`web pages of ${origin} may not use this endpoint`);
  }
}

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost)(?::\d+)?$/i;

const isLoopback = (host: string) => LOOPBACK.test(host);

const refusal = (reason: string) => new AwsError('AccessDenied', `Refused: ${reason}`, 403);
