import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation } from './invocation.ts';
import { MAX_RESPONSE_BYTES } from './verdicts.ts';

/** What the runtime posted. `body` is cut at the response limit; `bytes` is its whole size. */
export interface Posted {
  readonly body: Buffer;
  readonly bytes: number;
  /** Set when a streaming handler failed after it had begun to answer. */
  readonly streamError?: Buffer;
}

export type Reply = keyof typeof REPLIES;

/** The environment behind the API. Times are milliseconds since 1970. */
export interface RuntimeApiListener {
  next(hand: (invocation: Invocation, deadline: number) => void): Reply | undefined;
  response(requestId: string, posted: Posted): Reply;
  error(requestId: string, posted: Posted): Reply;
  initError(posted: Posted): Reply;
}

const REPLIES = {
  accepted: { status: 202, body: { status: 'OK' } },
  invalidRequestId: {
    status: 400,
    body: { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' },
  },
  invalidState: {
    status: 403,
    body: { errorType: 'InvalidStateTransition', errorMessage: 'State transition is not allowed' },
  },
  tooLarge: {
    status: 413,
    body: { errorType: 'RequestEntityTooLarge', errorMessage: 'Exceeded maximum allowed payload size.' },
  },
  unknownPath: {
    status: 404,
    body: { errorType: 'NotFound', errorMessage: 'No such path in the Runtime API' },
  },
} as const;

const PATH =
  /^\/2018-06-01\/runtime\/(?:invocation\/(?:(?<next>next)|(?<id>[^/]+)\/(?<end>response|error))|init\/(?<init>error))$/;

/**
 * AWS's Runtime API on a free port of 127.0.0.1, for one environment.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function listenRuntimeApi(listener: RuntimeApiListener) {
  const server = createServer((request, response) => {
    route(listener, request, response).catch(() => response.destroy());
  });
  // A connection rests while the handler works, for up to 15 minutes.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function route(listener: RuntimeApiListener, request: IncomingMessage, response: ServerResponse) {
  const { next, id, end, init } = PATH.exec(request.url ?? '')?.groups ?? {};
  if (next !== undefined && request.method === 'GET') {
    const refused = listener.next((invocation, deadline) => hand(response, invocation, deadline));
    if (refused !== undefined) send(response, refused);
    return;
  }
  const posted = await read(request);
  if (request.method !== 'POST') send(response, 'unknownPath');
  else if (init !== undefined) send(response, listener.initError(posted));
  else if (id === undefined) send(response, 'unknownPath');
  else if (end === 'response') send(response, listener.response(decodeURIComponent(id), posted));
  else send(response, listener.error(decodeURIComponent(id), posted));
}

function hand(response: ServerResponse, invocation: Invocation, deadline: number): void {
  const { requestId, functionArn, traceId, clientContext, payload } = invocation;
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'content-length': payload.byteLength,
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': deadline,
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': traceId,
      ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
    })
    .end(payload);
}

function send(response: ServerResponse, reply: Reply): void {
  const { status, body } = REPLIES[reply];
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<Posted> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_RESPONSE_BYTES) chunks.push(chunk);
  }
  const streamError = request.trailers['lambda-runtime-function-error-body'];
  return {
    body: Buffer.concat(chunks),
    bytes,
    ...(streamError !== undefined && { streamError: Buffer.from(String(streamError), 'base64') }),
  };
}
