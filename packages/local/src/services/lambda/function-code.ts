import type { FunctionCode } from '@aws-sdk/client-lambda';
import type { Identity } from '../../iam/identity.ts';
import type { Call } from '../../service.ts';
import { invalidParameter } from './errors.ts';

/**
 * The zip's bytes, from the request itself or from S3 with the caller's own permissions, as on AWS.
 * @throws InvalidParameterValueException
 */
export async function zipOf(
  code: FunctionCode | undefined,
  call: Call,
  identity: Identity,
): Promise<Uint8Array> {
  if (code?.ZipFile !== undefined) return code.ZipFile;
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: VersionId } = code ?? {};
  if (Bucket === undefined || Key === undefined) {
    throw invalidParameter(
      'Please provide a source for function code: Code.ZipFile, or Code.S3Bucket and Code.S3Key.',
    );
  }
  try {
    const { Body } = await call('s3', 'GetObject', { Bucket, Key, VersionId }, { identity });
    if (Body === undefined) throw new Error('the object has no content');
    return await Body.transformToByteArray();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${name}. S3 Error Message: ${message} (s3://${Bucket}/${Key})`,
    );
  }
}
