/**
 * The insides of fauxqs 2.4.1 that its package does not export. Everything else in this folder takes them from
 * here, and `test/messaging.test.ts` is their contract: run it before another version is pinned.
 */
export { PersistenceManager } from '../../../node_modules/fauxqs/dist/persistence.js';
export { S3Store } from '../../../node_modules/fauxqs/dist/s3/s3Store.js';
export type { S3Object } from '../../../node_modules/fauxqs/dist/s3/s3Types.js';
export { SnsStore } from '../../../node_modules/fauxqs/dist/sns/snsStore.js';
export type { SnsSubscription, SnsTopic } from '../../../node_modules/fauxqs/dist/sns/snsTypes.js';
export { type SqsQueue, SqsStore } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js';

/** The account in every ARN that fauxqs makes by itself. */
export const FAUXQS_ACCOUNT = '000000000000';
