import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 1980, the first day that a zip can record, in MS-DOS form: so that equal files are equal zips. */
const DATE = 0x0021;
const VERSION = 20;
const UNIX = 3 << 8;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
/** A regular file that everyone may read: Lambda unpacks with these permissions. */
const MODE = 0o100644;

/**
 * A zip of one file, with the same bytes on every machine and day.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.7, 4.3.12, 4.3.16)
 */
export function zipOf(name: string, content: Uint8Array): Buffer {
  const fileName = Buffer.from(name);
  const data = deflateRawSync(content, { level: 9 });
  // What the local header and the central directory say alike.
  const about = Buffer.concat([
    uint16(VERSION, UTF8_NAMES, DEFLATE, 0, DATE),
    uint32(crc32(content), data.length, content.length),
    uint16(fileName.length, 0),
  ]);
  const local = Buffer.concat([uint32(0x04034b50), about, fileName, data]);
  const central = Buffer.concat([
    uint32(0x02014b50),
    uint16(UNIX | VERSION),
    about,
    uint16(0, 0, 0),
    uint32(MODE * 0x10000, 0),
    fileName,
  ]);
  const end = Buffer.concat([
    uint32(0x06054b50),
    uint16(0, 0, 1, 1),
    uint32(central.length, local.length),
    uint16(0),
  ]);
  return Buffer.concat([local, central, end]);
}

const uint16 = (...values: number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16LE(value);
      return bytes;
    }),
  );

const uint32 = (...values: number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(value);
      return bytes;
    }),
  );
