import type { InvokeCommandInput } from '@aws-sdk/client-lambda';

/** The bytes of a payload in any of the forms the SDK takes; none when there is no payload. */
export function bytesOf(payload: InvokeCommandInput['Payload']): Buffer {
  if (payload === undefined) return Buffer.alloc(0);
  if (typeof payload === 'string') return Buffer.from(payload);
  if (ArrayBuffer.isView(payload)) return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (payload instanceof ArrayBuffer) return Buffer.from(payload);
  throw new TypeError('Payload must be text or bytes.');
}
