import type { FastifyInstance } from 'fastify';
import { buildApp } from 'fauxqs';
import { AwsError } from '../../errors.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import { queryErrors } from '../../protocol/query.ts';
import { s3Errors } from '../../protocol/s3-errors.ts';
import { sqsErrors } from '../../protocol/sqs-errors.ts';
import type { BucketPolicies } from './bucket-policies.ts';
import type { S3Store, SnsStore, SqsStore } from './fauxqs-internals.ts';

export type FauxqsApp = FastifyInstance;

/** A body is kept in memory while it arrives, and SQLite's largest value is 10^9 bytes. */
const LARGEST_BODY = 512 * 1024 * 1024;

/** SNS's errors, which are its answers' only XML that is ours. */
export const snsErrors = queryErrors('http://sns.amazonaws.com/doc/2010-03-31/');

export interface FauxqsStores {
  readonly sqsStore: SqsStore;
  readonly snsStore: SnsStore;
  readonly s3Store: S3Store;
}

/** fauxqs' HTTP application, which never listens: requests are handed to it. `log` gets what went wrong inside. */
export async function fauxqsApp(
  stores: FauxqsStores,
  bucketPolicies: BucketPolicies,
  log: (message: string) => void,
): Promise<FauxqsApp> {
  const app = buildApp({ logger: false, stores });
  acceptLargeBodies(app);
  addObjectHeaders(app);
  typeUntypedObjects(app);
  bucketPolicies.serveFrom(app);
  app.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${request.url} is not an S3 request that is served here.`;
    const answer = s3Errors(new AwsError('MethodNotAllowed', message, 405), request.id);
    reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
  app.setErrorHandler((error, request, reply) => {
    const writeError = errorsOf(request.headers['content-type'] ?? '');
    const answer = writeError(asAwsError(error, request.id, log), request.id);
    reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
  await app.ready();
  return app;
}

/** SQS comes as JSON and SNS as a form; everything else is S3's. */
function errorsOf(contentType: string): Protocol['writeError'] {
  if (contentType.includes('x-amz-json')) return sqsErrors;
  return contentType.includes('x-www-form-urlencoded') ? snsErrors : s3Errors;
}

/**
 * fauxqs takes S3 bodies of up to 11 MiB, and reads the body of an upload that calls itself a form as a form.
 * Its parsers are replaced before the application is ready, which fastify allows.
 */
function acceptLargeBodies(app: FauxqsApp): void {
  app.removeContentTypeParser(['*', 'application/x-www-form-urlencoded']);
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) =>
    done(null, body),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (request, body, done) => {
      const isSns = request.method === 'POST' && request.url === '/';
      done(null, isSns ? Object.fromEntries(new URLSearchParams(body.toString('utf8'))) : body);
    },
  );
}

/** What S3 says of every object and fauxqs does not: it can be read in ranges, and is encrypted at rest. */
function addObjectHeaders(app: FauxqsApp): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isObject = /^\/[^/?]+\/[^?]/u.test(request.url) && ['GET', 'HEAD', 'PUT'].includes(request.method);
    if (isObject && reply.statusCode < 300) {
      reply.header('x-amz-server-side-encryption', 'AES256');
      if (request.method !== 'PUT') reply.header('accept-ranges', 'bytes');
    }
    return payload;
  });
}

/** What S3 takes an object for that does not say what it is; fauxqs takes it for something else. */
function typeUntypedObjects(app: FauxqsApp): void {
  app.addHook('onRequest', async ({ method, url, headers }) => {
    const begins = method === 'PUT' || (method === 'POST' && /\?uploads\b/u.test(url));
    if (begins) headers['content-type'] ??= 'binary/octet-stream';
  });
}

function asAwsError(error: unknown, requestId: string, log: (message: string) => void): AwsError {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 413) {
    const message = `Your proposed upload exceeds ${LARGEST_BODY} bytes; use a multipart upload, as 'aws s3 cp' does.`;
    return new AwsError('EntityTooLarge', message);
  }
  log(
    `fauxqs failed on request ${requestId}: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
  );
  return new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
}
