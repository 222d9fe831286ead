import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { CommandFailure } from '../workflow-client/command-failure.ts';
import type { Target } from './target.ts';

/** Deletes every version of every object, every delete marker and every upload that was never completed. */
export async function emptyBucket(target: Target, Bucket: string): Promise<number> {
  // The local S3 lists neither uploads nor versions.
  if (!target.isLocal) await abortUploads(target, Bucket);
  let deleted = 0;
  for (;;) {
    // Always the first page: what was listed before is gone.
    const Objects = await objectsIn(target, Bucket);
    if (Objects.length === 0) return deleted;
    const { Errors: [first] = [] } = await target.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (first !== undefined)
      throw new CommandFailure(
        `${first.Key} in ${Bucket} cannot be deleted: ${first.Code}: ${first.Message}`,
      );
    deleted += Objects.length;
  }
}

async function objectsIn({ s3, isLocal }: Target, Bucket: string): Promise<ObjectIdentifier[]> {
  if (isLocal) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key }) => ({ Key }));
  }
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({
    Key,
    ...(VersionId === undefined ? {} : { VersionId }),
  }));
}

async function abortUploads({ s3 }: Target, Bucket: string): Promise<void> {
  for (;;) {
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    if (Uploads.length === 0) return;
    for (const { Key, UploadId } of Uploads)
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
}
