import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { build } from '../scripts/build.ts';

const LAMBDAS = ['preprocess', 'generate-batch-input', 'callback'];

/** The one file of a zip, by the zip's central directory, as an unpacker reads it. */
function unzip(zip: Buffer) {
  const end = zip.length - 22;
  const at = zip.readUInt32LE(end + 16);
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return {
    files: zip.readUInt16LE(end + 10),
    name: zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)),
    mode: zip.readUInt32LE(at + 38) >>> 16,
    checksum: zip.readUInt32LE(at + 16),
    content: inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20))),
  };
}

// Bundling waits for a processor on a machine that others use too.
jest.setTimeout(60_000);

describe('the build', () => {
  let once: string;
  let again: string;

  beforeAll(async () => {
    once = await mkdtemp(join(tmpdir(), 'build-'));
    again = await mkdtemp(join(tmpdir(), 'build-'));
    await build(once);
    await build(again);
  });
  afterAll(async () => {
    await rm(once, { recursive: true });
    await rm(again, { recursive: true });
  });

  it.each([...LAMBDAS.map((name) => `${name}.zip`), 'job/job.mjs'])(
    'done twice, gives %s the same bytes',
    async (file) => {
      const [first, second] = await Promise.all([readFile(join(once, file)), readFile(join(again, file))]);
      expect(first.equals(second)).toBe(true);
    },
  );

  describe.each(LAMBDAS)('makes of %s a zip', (name) => {
    it('with index.mjs, whole and readable by everyone, and nothing else', async () => {
      const { files, name: file, mode, checksum, content } = unzip(await readFile(join(once, `${name}.zip`)));
      expect([files, file]).toEqual([1, 'index.mjs']);
      expect(mode).toBe(0o100644);
      expect(crc32(content)).toBe(checksum);
    });

    it('whose index.mjs runs alone and exports a handler', async () => {
      const { content } = unzip(await readFile(join(once, `${name}.zip`)));
      const module = join(once, `${name}.mjs`);
      await writeFile(module, content);
      const script = `console.log(typeof (await import(${JSON.stringify(module)})).handler)`;
      const { stdout, stderr } = node('--input-type=module', '--eval', script);
      expect([stdout.trim(), stderr]).toEqual(['function', '']);
    });
  });

  it('makes a job that runs alone', () => {
    const { status, stderr } = node(join(once, 'job', 'job.mjs'));
    expect(status).toBe(64);
    expect(JSON.parse(stderr)).toMatchObject({ error: 'InvalidInput' });
  });
});

const node = (...args: string[]) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: { AWS_REGION: 'us-east-1' } });
