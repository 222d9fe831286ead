import type { FastifyReply, FastifyRequest } from 'fastify';
import { AwsError } from '../../errors.ts';
import type { PolicyDocument } from '../../iam/policy.ts';
import { parsePolicy } from '../../iam/resource-policy.ts';
import { checkDocument } from '../../iam/roles.ts';
import { s3Errors } from '../../protocol/s3-errors.ts';
import type { Records } from '../../store/store.ts';
import type { FauxqsApp } from './fauxqs-app.ts';
import type { S3Store } from './fauxqs-internals.ts';

/** Buckets' policies, which fauxqs does not have: `?policy` of a bucket is answered before it gets there. */
export class BucketPolicies {
  readonly #policies: Records<string>;
  readonly #buckets: S3Store;

  constructor(policies: Records<string>, buckets: S3Store) {
    this.#policies = policies;
    this.#buckets = buckets;
  }

  /** The policy of a bucket, by the ARN of the bucket or of an object in it. */
  of(arn: string): PolicyDocument | undefined {
    const text = this.#policies.get(arn.replace(/^arn:aws:s3:::/u, '').replace(/\/.*$/su, ''));
    return text === undefined ? undefined : parsePolicy(text);
  }

  /** Lets the application answer requests for policies, and forgets those of deleted buckets. */
  serveFrom(app: FauxqsApp): void {
    app.addHook('preHandler', async (request, reply) => {
      const bucket = bucketIn(request);
      return bucket === undefined ? undefined : this.#answer(bucket, request, reply);
    });
    app.addHook('onResponse', async ({ method, url }, { statusCode }) => {
      const [, bucket = '', key = ''] = new URL(url, 'http://s3').pathname.split('/');
      if (method === 'DELETE' && key === '' && statusCode === 204 && !this.#buckets.hasBucket(bucket))
        this.#policies.delete(bucket);
    });
  }

  #answer(bucket: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    try {
      if (!this.#buckets.hasBucket(bucket))
        throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      return this.#serve(bucket, request, reply);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { status, headers, body } = s3Errors(error, request.id);
      return reply.code(status).headers(headers).send(body);
    }
  }

  #serve(bucket: string, { method, body }: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (method === 'PUT') {
      this.#policies.put(bucket, validated(String(body)));
      return reply.code(204).send();
    }
    if (method === 'DELETE') {
      this.#policies.delete(bucket);
      return reply.code(204).send();
    }
    const text = this.#policies.get(bucket);
    if (text === undefined) throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
    return reply.header('content-type', 'application/json').send(text);
  }
}

/** The bucket whose policy a request is about, in a path-style URL. */
function bucketIn({ url }: FastifyRequest): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = pathname.split('/');
  return searchParams.has('policy') && bucket !== '' && key === '' ? bucket : undefined;
}

/** @throws MalformedPolicy */
function validated(text: string): string {
  const policy = parsePolicy(text);
  if (policy === undefined) {
    const reason = 'This policy contains invalid Json';
    throw new AwsError('MalformedPolicy', reason);
  }
  try {
    checkDocument(policy, 'Invalid policy syntax');
  } catch (error) {
    throw new AwsError('MalformedPolicy', error instanceof Error ? error.message : String(error));
  }
  return text;
}
