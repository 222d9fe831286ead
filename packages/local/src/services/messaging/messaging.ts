import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import type { LocalConfig } from '../../config.ts';
import type { HttpService } from '../../http-service.ts';
import { parsePolicy } from '../../iam/resource-policy.ts';
import { clientModels } from '../../protocol/client-models.ts';
import { s3Errors } from '../../protocol/s3-errors.ts';
import { sqsErrors } from '../../protocol/sqs-errors.ts';
import type { Store } from '../../store/store.ts';
import { AccountQueues } from './account-queues.ts';
import { AccountTopics } from './account-topics.ts';
import { BucketPolicies } from './bucket-policies.ts';
import { clientOperations } from './client-operations.ts';
import { DurableMessages } from './durable-messages.ts';
import { type FauxqsApp, fauxqsApp, snsErrors } from './fauxqs-app.ts';
import { S3Store } from './fauxqs-internals.ts';
import { injectInto, routeInto } from './forward.ts';
import { inProcessHandler } from './in-process-handler.ts';
import { readSnsRequest, readSqsRequest } from './message-request.ts';
import { s3Authorization } from './s3-authorization.ts';
import { readS3Request } from './s3-request.ts';
import { snsAuthorization } from './sns-authorization.ts';
import { sqsAuthorization } from './sqs-authorization.ts';

export interface MessagingDependencies {
  readonly config: LocalConfig;
  /** Keeps the buckets' policies. */
  readonly store: Store;
  /** Where queues, topics, buckets and objects are kept; absent for memory only. */
  readonly directory?: string;
  /** Gets what went wrong inside, never a request's content. */
  readonly log: (message: string) => void;
}

/** SQS, SNS and S3. */
export interface Messaging {
  readonly sqs: HttpService;
  readonly sns: HttpService;
  readonly s3: HttpService;
  /** See `AccountQueues.waitForMessages`: what an event source mapping waits with instead of polling. */
  waitForMessages(queueArn: string, signal: AbortSignal): Promise<void>;
  /** Ends all three; so does stopping any of them. */
  stop(): Promise<void>;
}

/** Starts fauxqs in this process, without a socket. */
export async function messaging({
  config,
  store,
  directory,
  log,
}: MessagingDependencies): Promise<Messaging> {
  const stores = {
    sqsStore: new AccountQueues(config),
    snsStore: new AccountTopics(config),
    s3Store: new S3Store(),
  };
  const durable = directory === undefined ? undefined : openDurable(directory, stores);
  const bucketPolicies = new BucketPolicies(store.records('s3/bucket-policies'), stores.s3Store);
  const app = await fauxqsApp(stores, bucketPolicies, log);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= app.close().then(() => durable?.close());
    return stopping;
  };
  const client = clientOptions(config, app);
  const sqsService: HttpService = {
    name: 'sqs',
    operations: clientOperations(
      sqs,
      clientModels.sqs,
      new sqs.SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
      (operation, input) => sqsAuthorization(config, operation, input),
    ),
    resourcePolicy: (arn) => policyIn(stores.sqsStore.getQueueByArn(arn)?.attributes),
    streams: false,
    writeError: sqsErrors,
    identify: readSqsRequest,
    forward: injectInto(app),
    stop,
  };
  const snsService: HttpService = {
    name: 'sns',
    operations: clientOperations(sns, clientModels.sns, new sns.SNSClient(client), (operation, input) =>
      snsAuthorization(config, operation, input),
    ),
    resourcePolicy: (arn) => policyIn(stores.snsStore.topics.get(arn)?.attributes),
    streams: false,
    writeError: snsErrors,
    identify: readSnsRequest,
    forward: injectInto(app),
    stop,
  };
  const s3Service: HttpService = {
    name: 's3',
    operations: clientOperations(
      s3,
      clientModels.s3,
      // Checksums are for the way over a network: an answer has those only that were asked for.
      new s3.S3Client({
        ...client,
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
      (operation, input) =>
        s3Authorization(operation, input, (bucket, key) => !isMissing(stores.s3Store, bucket, key)),
    ),
    resourcePolicy: (arn) => bucketPolicies.of(arn),
    streams: true,
    writeError: s3Errors,
    identify: ({ method, path, query, headers }) => readS3Request(method, path, query, headers),
    forward: routeInto(app),
    stop,
  };
  return {
    sqs: sqsService,
    sns: snsService,
    s3: s3Service,
    waitForMessages: (queueArn, signal) => stores.sqsStore.waitForMessages(queueArn, signal),
    stop,
  };
}

function isMissing(store: S3Store, bucket: string, key: string): boolean {
  if (!store.hasBucket(bucket)) return false;
  try {
    store.headObject(bucket, key);
    return false;
  } catch {
    return true;
  }
}

const policyIn = (attributes: Readonly<Record<string, string>> = {}) =>
  attributes['Policy'] === undefined ? undefined : parsePolicy(attributes['Policy']);

/** Loads before it attaches: loading with write-through deletes what it loads (REPLACE with ON DELETE CASCADE). */
function openDurable(
  directory: string,
  { sqsStore, snsStore, s3Store }: { sqsStore: AccountQueues; snsStore: AccountTopics; s3Store: S3Store },
): DurableMessages {
  const durable = new DurableMessages(directory);
  durable.load(sqsStore, snsStore, s3Store);
  for (const store of [sqsStore, snsStore, s3Store, ...sqsStore.allQueues()]) store.persistence = durable;
  return durable;
}

/** In one process there is nobody to sign for; the host has no dot, or S3 would take it for a bucket's. */
const clientOptions = ({ region }: LocalConfig, app: FauxqsApp) => ({
  region,
  endpoint: 'http://localhost',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  signer: { sign: async <Request>(request: Request) => request },
  requestHandler: inProcessHandler(app),
  maxAttempts: 1,
});
