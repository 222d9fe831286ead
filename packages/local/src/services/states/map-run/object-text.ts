import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { itemReaderFailed } from './failures.ts';
import type { S3Object } from './s3-object.ts';

/** How a name's end says that the content is compressed. */
const DECOMPRESSORS: Readonly<Record<string, () => Transform>> = {
  gz: () => createGunzip(),
  zst: () => createZstdDecompress(),
};

/**
 * The text of an object, part by part; decompressed where its key ends in `.gz` or `.zst`.
 * @throws TaskError States.ItemReaderFailed
 */
export async function* textOf(object: S3Object): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of contentOf(object)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function* contentOf(object: S3Object): AsyncGenerator<Uint8Array> {
  const decompressor = DECOMPRESSORS[object.key.slice(object.key.lastIndexOf('.') + 1)];
  if (decompressor === undefined) return yield* object.chunks();
  const content = decompressor();
  // What goes wrong is told to who reads the content.
  pipeline(Readable.from(object.chunks()), content, () => {});
  try {
    yield* content as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw error instanceof Error && 'code' in error
      ? itemReaderFailed(`${object.key} cannot be decompressed: ${error.message}`)
      : error;
  }
}
