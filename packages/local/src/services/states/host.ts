import { createHash, randomUUID } from 'node:crypto';
import { type HashAlgorithm, type Host, parseResource } from '@batch-workflows/asl';
import { parametersProblem } from '../../integrations/registry.ts';
import { taskToken } from './task-token.ts';

const DIGESTS: Record<HashAlgorithm, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The padding at the end may be left out. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/u;

/** What an execution may ask of the world. */
export function hostOf(executionArn: string, activityExists: (arn: string) => boolean): Host {
  return {
    random: Math.random,
    uuid: randomUUID,
    hash: (algorithm, text) => createHash(DIGESTS[algorithm]).update(text).digest('hex'),
    base64Encode: (text) => Buffer.from(text).toString('base64'),
    base64Decode: (text) => (BASE64.test(text) ? Buffer.from(text, 'base64').toString() : undefined),
    taskToken: (task) => taskToken(executionArn, task),
    activityExists,
    parametersProblem: (resource, parameters) => {
      const named = parseResource(resource);
      return named === undefined ? undefined : parametersProblem(named, parameters);
    },
  };
}
