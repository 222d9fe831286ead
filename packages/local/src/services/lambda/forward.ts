import http from 'node:http';
import https from 'node:https';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { AwsError } from '../../errors.ts';
import { forwardFailed, functionNotFound } from './errors.ts';
import type { InvokeInput, InvokeOutput } from './operation.ts';
import { bytesOf } from './payload.ts';

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Sends an Invoke to another endpoint that speaks Lambda's API (unsigned), and gives its answer back; the
 * payload's bytes stay as they are, both ways.
 * @throws what the endpoint says, ResourceNotFoundException for a 404 that says nothing, ServiceException when it
 * cannot be reached.
 */
export async function forwardInvoke(
  endpoint: string,
  request: InvokeInput,
  signal?: AbortSignal,
): Promise<InvokeOutput> {
  const { status, headers, body } = await post(endpoint, request, signal);
  if (status === 404 && messageIn(body) === undefined) throw functionNotFound(request.FunctionName ?? '');
  if (status >= 300) throw refusalOf(status, headers, body);
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    StatusCode: status,
    FunctionError: header('x-amz-function-error'),
    LogResult: header('x-amz-log-result'),
    ExecutedVersion: header('x-amz-executed-version') ?? '$LATEST',
    Payload: Uint8ArrayBlobAdapter.mutate(body),
  };
}

// Not fetch: it gives up on an answer after five minutes, a function may take fifteen.
function post(endpoint: string, request: InvokeInput, signal?: AbortSignal): Promise<Answer> {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/2015-03-31/functions/${encodeURIComponent(request.FunctionName ?? '')}/invocations`;
  if (request.Qualifier !== undefined) url.searchParams.set('Qualifier', request.Qualifier);
  const payload = bytesOf(request.Payload);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': payload.byteLength,
    ...(request.InvocationType !== undefined && { 'x-amz-invocation-type': request.InvocationType }),
    ...(request.LogType !== undefined && { 'x-amz-log-type': request.LogType }),
    ...(request.ClientContext !== undefined && { 'x-amz-client-context': request.ClientContext }),
  };
  const { request: open } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(forwardFailed(endpoint, error.message));
    open(url, { method: 'POST', headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () =>
          resolve({
            status: response.statusCode ?? 500,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        )
        .on('error', fail);
    })
      .on('error', fail)
      .end(payload);
  });
}

function refusalOf(status: number, headers: http.IncomingHttpHeaders, body: Buffer): AwsError {
  const code = String(headers['x-amzn-errortype'] ?? 'ServiceException').replace(/:.*/, '');
  return new AwsError(code, messageIn(body) ?? `The endpoint answered ${status}.`, status);
}

function messageIn(body: Buffer): string | undefined {
  try {
    const { message, Message } = JSON.parse(body.toString());
    return message ?? Message;
  } catch {
    return undefined;
  }
}
