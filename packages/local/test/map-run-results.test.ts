import type { ChildOutcome } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import type { TaskContext } from '../src/integrations/integration.ts';
import { writeResults } from '../src/services/states/map-run/write-results.ts';

const MIB = 2 ** 20;
const RUN = 'arn:aws:states:us-east-1:123456789012:mapRun:machine/label:run';

/** S3 as far as a writer uses it: objects by key, and the most bytes that one request brought. */
function bucket() {
  const objects = new Map<string, string>();
  const parts: string[] = [];
  let largest = 0;
  const call = async (_: string, operation: string, input: Record<string, unknown>) => {
    const { Key = '', Body = '' } = input as { Key?: string; Body?: string };
    largest = Math.max(largest, Body.length);
    if (operation === 'PutObject') objects.set(Key, Body);
    if (operation === 'UploadPart') parts.push(Body);
    if (operation === 'CompleteMultipartUpload') objects.set(Key, parts.splice(0).join(''));
    return { UploadId: 'upload', ETag: 'etag' };
  };
  return { objects, context: { call } as unknown as TaskContext, largest: () => largest };
}

function* outcomes(count: number, value: string): Generator<ChildOutcome> {
  for (let n = 0; n < count; n++) yield { status: 'SUCCEEDED', value };
}
const request = { parameters: { Bucket: 'bucket', Prefix: 'out/' }, outputType: 'JSON' };

describe('the results of a map run', () => {
  it('go on in another file where they exceed the size of one', async () => {
    const { objects, context } = bucket();
    await writeResults(RUN, request, outcomes(5, 'abc'), context, 14);
    expect(objects.get('out/run/SUCCEEDED_0.json')).toBe('["abc","abc"]');
    expect(objects.get('out/run/SUCCEEDED_1.json')).toBe('["abc","abc"]');
    expect(objects.get('out/run/SUCCEEDED_2.json')).toBe('["abc"]');
    expect(JSON.parse(objects.get('out/run/manifest.json') ?? '').ResultFiles.SUCCEEDED).toEqual([
      { Key: 'out/run/SUCCEEDED_0.json', Size: 13 },
      { Key: 'out/run/SUCCEEDED_1.json', Size: 13 },
      { Key: 'out/run/SUCCEEDED_2.json', Size: 7 },
    ]);
  });

  it('go to S3 in parts, so that no large file is held', async () => {
    const { objects, context, largest } = bucket();
    const value = 'x'.repeat(MIB);
    await writeResults(RUN, request, outcomes(40, value), context);
    expect(JSON.parse(objects.get('out/run/SUCCEEDED_0.json') ?? '')).toEqual(Array(40).fill(value));
    expect(largest()).toBeLessThan(10 * MIB);
  });
});
