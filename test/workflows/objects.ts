import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Application } from './start-host.ts';

/** Puts a file below `input/` of the data bucket, and gives its URI. */
export async function upload({ s3, output }: Application, name: string, file: Uint8Array): Promise<string> {
  const Bucket = output('DataBucketName');
  await s3.send(new PutObjectCommand({ Bucket, Key: `input/${name}`, Body: file }));
  return `s3://${Bucket}/input/${name}`;
}

/** An S3 object that is JSON. */
// biome-ignore lint/suspicious/noExplicitAny: a result is compared with what its test expects.
export async function readJson({ s3 }: Application, uri: string): Promise<any> {
  const { hostname, pathname } = new URL(uri);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: hostname, Key: pathname.slice(1) }));
  return JSON.parse((await Body?.transformToString()) ?? '');
}

/** The keys of the data bucket below a prefix, in order. */
export async function listKeys({ s3, output }: Application, prefix: string): Promise<string[]> {
  const Bucket = output('DataBucketName');
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}
