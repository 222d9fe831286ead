import type { IncomingMessage } from 'node:http';
import { AwsError } from '../errors.ts';

/** Above the largest request of any service that is not S3: a function's code, base64 in JSON. */
const LARGEST = 100 * 1024 * 1024;

/** The whole body. @throws `RequestEntityTooLargeException` */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= LARGEST) chunks.push(chunk);
    });
    request.on('end', () => {
      const [only] = chunks;
      if (length > LARGEST) {
        const message = `Request must be smaller than ${LARGEST} bytes`;
        reject(new AwsError('RequestEntityTooLargeException', message, 413));
      } else resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}
