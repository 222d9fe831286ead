import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../errors.ts';
import type { FrontDoorOptions } from '../front-door.ts';
import { type HttpService, isHttpService } from '../http-service.ts';
import type { Identity } from '../iam/identity.ts';
import type { HttpAnswer, HttpRequest } from '../protocol/http-message.ts';
import { jsonError } from '../protocol/json-errors.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { isModelled, protocols } from '../protocol/protocols.ts';
import type { RequestContext, Service } from '../service.ts';
import { credentialScope } from './credential-scope.ts';
import { readBody } from './read-body.ts';
import { guardRequest } from './request-guard.ts';

/** Takes one request to its service and its answer back. */
export function exchange(
  options: FrontDoorOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    let writeError: Protocol['writeError'] = plainError;
    const failed = (error: unknown) => {
      if (response.destroyed) return;
      const refusal = error instanceof AwsError ? error : internalFailure(error, requestId, options.log);
      send(response, writeError(refusal, requestId));
    };
    handle(options, request, response, requestId, (write) => {
      writeError = write;
    }).catch(failed);
  };
}

async function handle(
  options: FrontDoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  answerErrorsWith: (write: Protocol['writeError']) => void,
): Promise<void> {
  guardRequest(request.headers);
  const head = headOf(request);
  const scope = credentialScope(request.headers, head.query);
  if (scope === undefined) {
    if (options.unsigned?.(request, response)) return;
    throw new AwsError(
      'MissingAuthenticationToken',
      'Missing Authentication Token: sign the request. Any credentials do: AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
      403,
    );
  }
  const service = serviceOf(options, scope.service);
  const identity = options.credentials.identify(scope.accessKeyId);
  if (isHttpService(service)) {
    answerErrorsWith(service.writeError);
    return hand(options, service, identity, request, response, head);
  }
  if (!isModelled(service.name)) throw new Error(`the service ${service.name} has no protocol`);
  const protocol = protocols[service.name];
  answerErrorsWith(protocol.writeError);
  if (request.headers.authorization === undefined) {
    throw new AwsError('IncompleteSignature', 'Presigned requests are served for S3 only', 403);
  }
  const { operation, input } = protocol.read({ ...head, body: await readBody(request) });
  const context = contextOf(identity, requestId, response);
  const output = await options.invoke(service.name, operation.name, input, context);
  send(response, protocol.write(operation, output, requestId));
}

/** Asks IAM, then lets the service answer by itself. */
async function hand(
  { authorizer, fault }: FrontDoorOptions,
  service: HttpService,
  identity: Identity,
  request: IncomingMessage,
  response: ServerResponse,
  head: Omit<HttpRequest, 'body'>,
): Promise<void> {
  if (!service.streams && request.headers.authorization === undefined) {
    throw new AwsError('IncompleteSignature', 'Presigned requests are served for S3 only', 403);
  }
  const body = service.streams ? undefined : await readBody(request);
  const { operation, input } = service.identify({ ...head, body: body ?? Buffer.alloc(0) });
  const struck = fault(service.name, operation);
  if (struck !== undefined) throw struck;
  if (authorizer.checks(identity, service.name)) {
    const known = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    const asked = known?.authorize?.(input as never) ?? { resources: ['*'] };
    authorizer.authorize(identity, service.name, operation, asked);
  }
  await service.forward(request, response, body);
}

function serviceOf({ services }: FrontDoorOptions, name: string): Service {
  const served = services();
  for (const [known, service] of served) if (known === name) return service;
  const names = [...served.keys()].sort().join(', ');
  throw new AwsError(
    'UnknownService',
    `The service '${name}' is not served by this endpoint, which has: ${names}`,
    404,
  );
}

function headOf(request: IncomingMessage): Omit<HttpRequest, 'body'> {
  const { method = 'GET', url = '/', headers } = request;
  const question = url.indexOf('?');
  return {
    method,
    headers,
    path: question === -1 ? url : url.slice(0, question),
    query: new URLSearchParams(question === -1 ? '' : url.slice(question + 1)),
  };
}

/** Most operations never ask for the signal, so it is made when one does. */
function contextOf(identity: Identity, requestId: string, response: ServerResponse): RequestContext {
  let controller: AbortController | undefined;
  return {
    identity,
    requestId,
    get signal() {
      if (controller === undefined) {
        const made = new AbortController();
        controller = made;
        response.once('close', () => {
          if (!response.writableFinished) made.abort();
        });
      }
      return controller.signal;
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function internalFailure(error: unknown, requestId: string, log: (message: string) => void): AwsError {
  log(
    `request ${requestId} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return new AwsError(
    'InternalFailure',
    `An internal error occurred; the log has it under request ${requestId}`,
    500,
  );
}

/** For a request that names no service, so that its protocol is unknown. */
const plainError: Protocol['writeError'] = (error) => ({
  status: error.status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
  body: jsonError(error, undefined),
});
