import { BodyCache } from './body-cache.ts';
import { PersistenceManager, type S3Object } from './fauxqs-internals.ts';

const CACHED_BYTES = 128 * 1024 * 1024;

/**
 * fauxqs' SQLite file, written at the speed of a write-ahead log that syncs at checkpoints (a killed process
 * loses nothing; a machine that loses power may lose the last moments), with its read bodies cached.
 */
export class DurableMessages extends PersistenceManager {
  readonly #bodies = new BodyCache(CACHED_BYTES);
  readonly #markReady;

  constructor(directory: string) {
    super(directory);
    this['db'].exec('PRAGMA synchronous = NORMAL');
    this.#markReady = this['db'].prepare(
      'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
    );
  }

  /** fauxqs writes NULL into a column that is NOT NULL here, which fails every ChangeMessageVisibility to 0. */
  override updateMessageReady(messageId: string): void {
    this.#markReady.run(messageId);
  }

  override readBody(bucket: string, key: string): Buffer {
    const cached = this.#bodies.get(bucket, key);
    if (cached !== undefined) return cached;
    const body = super.readBody(bucket, key);
    this.#bodies.put(bucket, key, body);
    return body;
  }

  /** fauxqs calls it for a completed multipart upload too. */
  override upsertObject(bucket: string, object: S3Object): void {
    super.upsertObject(bucket, object);
    this.#bodies.put(bucket, object.key, object.body);
  }

  override deleteObject(bucket: string, key: string): void {
    this.#bodies.delete(bucket, key);
    super.deleteObject(bucket, key);
  }

  override renameObject(bucket: string, sourceKey: string, destinationKey: string): void {
    this.#bodies.delete(bucket, sourceKey);
    this.#bodies.delete(bucket, destinationKey);
    super.renameObject(bucket, sourceKey, destinationKey);
  }

  override deleteObjectsByBucket(bucket: string): void {
    this.#bodies.clear();
    super.deleteObjectsByBucket(bucket);
  }

  override deleteAllObjects(): void {
    this.#bodies.clear();
    super.deleteAllObjects();
  }
}
