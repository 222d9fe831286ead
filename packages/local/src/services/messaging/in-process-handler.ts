import { Readable } from 'node:stream';
import { HttpResponse, type IHttpRequest } from '@smithy/core/transport';
import type { FauxqsApp } from './fauxqs-app.ts';

/** What an SDK client needs of a request handler. */
export interface InProcessHandler {
  handle(
    request: IHttpRequest,
    options?: { abortSignal?: { readonly aborted: boolean } },
  ): Promise<{ response: HttpResponse }>;
  /** There is nothing to configure. */
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/** Hands an SDK client's requests to fauxqs without a socket. */
export function inProcessHandler(app: FauxqsApp): InProcessHandler {
  return {
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
    handle: async (request, { abortSignal } = {}) => {
      const answer = await unlessAborted(abortSignal, () =>
        app.inject({
          method: request.method as 'POST',
          url: request.path,
          query: queryOf(request),
          headers: request.headers,
          payload: payloadOf(request.body),
        }),
      );
      const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      const body = Readable.from([answer.rawPayload], { objectMode: false });
      return {
        response: new HttpResponse({
          statusCode: answer.statusCode,
          headers: Object.fromEntries(headers),
          body,
        }),
      };
    },
  };
}

/** A parameter without a value (`?lifecycle`) has null. */
function queryOf(request: IHttpRequest): Record<string, string | string[]> {
  const entries = Object.entries(request.query ?? {}).map(([name, value]) => [name, value ?? ''] as const);
  return Object.fromEntries(entries);
}

/** A request that waits for a message, say, is left behind when its caller is no longer interested. */
async function unlessAborted<T>(
  given: { readonly aborted: boolean } | undefined,
  request: () => Promise<T>,
): Promise<T> {
  const signal = given instanceof AbortSignal ? given : undefined;
  signal?.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new DOMException('The caller is no longer interested', 'AbortError'));
  signal?.addEventListener('abort', abort);
  try {
    return await Promise.race([request(), aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** The injection knows buffers, texts and streams; bytes of any other kind it would write as JSON. */
function payloadOf(body: unknown): string | Buffer | Readable {
  if (typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable) return body;
  return body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Buffer.alloc(0);
}
