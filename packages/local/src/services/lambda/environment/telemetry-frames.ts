const HEADER_BYTES = 16;
const LENGTH_OFFSET = 4;

/**
 * Reads the frames in which aws-lambda-ric writes `console` messages to its log pipe, so that a message of
 * several lines stays one: 4 bytes type, 4 bytes length, 8 bytes time, then the message; big-endian.
 */
export function telemetryFrames(onMessage: (message: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUInt32BE(LENGTH_OFFSET);
      if (rest.length < end) return;
      onMessage(rest.toString('utf8', HEADER_BYTES, end).replace(/\n$/, ''));
      rest = rest.subarray(end);
    }
  };
}
