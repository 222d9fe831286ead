import { describe, expect, it } from '@jest/globals';
import { InMemoryS3 } from './in-memory-s3.ts';
import { runJob } from './run-job.ts';

describe('the command line', () => {
  it.each([
    ['no command', [], 'command: found nothing; send "aggregate", "shard" or "merge"'],
    ['an unknown command', ['split'], 'command: found "split"'],
    ['a missing option', ['aggregate', '--input', 's3://bucket/a'], 'found no --row-groups, --output'],
    ['an unknown option', ['merge', '--expected', '3'], "Unknown option '--expected'"],
    ['an option without its value', ['aggregate', '--input'], "Option '--input <value>' argument missing"],
  ])('given %s, ends with 64, what is wrong, and the usage', async (_, args, text) => {
    const { exitCode, stdout, stderr } = await runJob(new InMemoryS3(), ...args);
    expect(exitCode).toBe(64);
    expect(stdout).toEqual([]);
    expect(stderr[0]).toMatchObject({ error: 'InvalidInput', exitCode: 64 });
    expect(stderr[0]?.['message']).toContain(text);
    expect(stderr[0]?.['message']).toContain('usage:');
  });
});
