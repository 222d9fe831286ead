import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';
import type { HttpRequest } from './http-message.ts';
import { jsonError } from './json-errors.ts';
import { parseJson } from './parse-json.ts';
import type { Protocol, ProtocolOf } from './protocol.ts';
import { restRouter } from './rest-router.ts';
import type { OperationModel } from './service-model.ts';
import { readText, writeText } from './text-value.ts';

type Binding = 'label' | 'query' | 'header' | 'payload' | 'status' | 'body';

interface BoundMember {
  readonly name: string;
  readonly shape: NormalizedSchema;
  readonly binding: Binding;
  /** The name on the wire of a query parameter or a header. */
  readonly wireName: string;
}

/**
 * restJson1: members live in the path, the query, the headers and the body, as the shape's HTTP traits say.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export const restJson: ProtocolOf = (model) => {
  const route = restRouter(model.operations.values());
  const writeError: Protocol['writeError'] = (error) => {
    const shape = model.errors.get(error.code);
    return {
      status: shape?.status ?? error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
      body: jsonError(error, shape),
    };
  };
  return {
    read: (request) => {
      const match = route(request.method, request.path, request.query);
      if (match === undefined) {
        const message = `Unknown operation: nothing is served at ${request.method} ${request.path}`;
        throw new AwsError('UnknownOperationException', message, 404);
      }
      return { operation: match.operation, input: readInput(match.operation, match.labels, request) };
    },
    write: (operation, output) => {
      const values = typeof output === 'object' && output !== null ? output : {};
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      let status = operation.http?.status ?? 200;
      let payload: { value: unknown } | undefined;
      const body: Record<string, unknown> = {};
      for (const { name, shape, binding, wireName } of boundMembers(operation.output)) {
        const value: unknown = Reflect.get(values, name);
        if (binding === 'payload') payload = { value };
        if (value === undefined || value === null) continue;
        if (binding === 'header') headers[wireName] = writeText(value);
        else if (binding === 'status' && typeof value === 'number') status = value;
        else if (binding === 'body') body[name] = value;
        else if (binding === 'payload' && shape.isBlobSchema())
          headers['content-type'] = 'application/octet-stream';
      }
      if (payload === undefined)
        return { status, headers, body: JSON.stringify(operation.outputCodec.write(body)) };
      const { value } = payload;
      if (value === undefined || value === null) return { status, headers, body: '' };
      if (value instanceof Uint8Array || typeof value === 'string') return { status, headers, body: value };
      return { status, headers, body: JSON.stringify(value) };
    },
    writeError,
  };
};

function readInput(
  operation: OperationModel,
  labels: ReadonlyMap<string, string>,
  request: HttpRequest,
): unknown {
  const input: Record<string, unknown> = {};
  let hasBody = false;
  for (const { name, shape, binding, wireName } of boundMembers(operation.input)) {
    if (binding === 'body') hasBody = true;
    else if (binding === 'payload') {
      if (request.body.length > 0)
        input[name] = shape.isBlobSchema() ? request.body : parseJson(request.body);
    } else if (binding === 'query' && shape.isListSchema()) {
      const texts = request.query.getAll(wireName);
      if (texts.length > 0) input[name] = texts.map((text) => readText(shape.getValueSchema(), text, name));
    } else {
      const text =
        binding === 'label'
          ? labels.get(name)
          : binding === 'query'
            ? request.query.get(wireName)
            : headerOf(request, wireName);
      if (text !== undefined && text !== null) input[name] = readText(shape, text, name);
    }
  }
  if (!hasBody) return input;
  const body = operation.inputCodec.read(parseJson(request.body), '');
  return { ...(typeof body === 'object' ? body : {}), ...input };
}

const bindings = new WeakMap<NormalizedSchema, readonly BoundMember[]>();

function boundMembers(shape: NormalizedSchema): readonly BoundMember[] {
  const known = bindings.get(shape);
  if (known !== undefined) return known;
  const members = [...shape.structIterator()].map(([name, member]) => bound(name, member));
  bindings.set(shape, members);
  return members;
}

function bound(name: string, shape: NormalizedSchema): BoundMember {
  const { httpLabel, httpQuery, httpHeader, httpPayload, httpResponseCode } = shape.getMergedTraits();
  if (httpLabel !== undefined) return { name, shape, binding: 'label', wireName: name };
  if (httpQuery !== undefined) return { name, shape, binding: 'query', wireName: httpQuery };
  if (httpHeader !== undefined) return { name, shape, binding: 'header', wireName: httpHeader.toLowerCase() };
  if (httpPayload !== undefined) return { name, shape, binding: 'payload', wireName: name };
  if (httpResponseCode !== undefined) return { name, shape, binding: 'status', wireName: name };
  return { name, shape, binding: 'body', wireName: name };
}

function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
