import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';
import type { Protocol, ProtocolOf } from './protocol.ts';
import { readText, writeText } from './text-value.ts';
import { element, escapeXml } from './xml.ts';

/**
 * awsQuery: a form goes in (`Action=AssumeRole&Tags.member.1.Key=…`), XML comes out. `namespace` is the
 * service's XML namespace. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const query =
  (namespace: string): ProtocolOf =>
  (model) => ({
    read: ({ body, query: parameters }) => {
      const form = body.length > 0 ? new URLSearchParams(body.toString('utf8')) : parameters;
      const name = form.get('Action') ?? '';
      const operation = model.operations.get(name);
      if (operation === undefined) {
        throw new AwsError('InvalidAction', `Could not find operation '${name}' (the form's Action)`);
      }
      return {
        operation,
        input: operation.input.isUnitSchema() ? {} : (readForm(operation.input, form, '') ?? {}),
      };
    },
    write: (operation, output, requestId) => {
      const result = operation.output.isUnitSchema() ? '' : writeXml(operation.output, output ?? {});
      const content =
        element(`${operation.name}Result`, result) +
        element('ResponseMetadata', element('RequestId', requestId));
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<${operation.name}Response xmlns="${namespace}">${content}</${operation.name}Response>`,
      };
    },
    writeError: queryErrors(namespace, (code) => model.errors.get(code)?.status),
  });

/** The errors of awsQuery alone, for a service (SNS) whose answers another library writes. */
export const queryErrors =
  (
    namespace: string,
    statusOf: (code: string) => number | undefined = () => undefined,
  ): Protocol['writeError'] =>
  (error, requestId) => {
    const status = statusOf(error.code) ?? error.status;
    const details =
      element('Type', status < 500 ? 'Sender' : 'Receiver') +
      element('Code', escapeXml(error.code)) +
      element('Message', escapeXml(error.message));
    const content = element('Error', details) + element('RequestId', requestId);
    return {
      status,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse xmlns="${namespace}">${content}</ErrorResponse>`,
    };
  };

/** The value at `prefix` of a flattened form, or nothing when no field begins with it. */
function readForm(shape: NormalizedSchema, form: URLSearchParams, prefix: string): unknown {
  if (shape.isStructSchema()) {
    const members = [...shape.structIterator()].flatMap(([name, member]) => {
      const value = readForm(member, form, prefix === '' ? name : `${prefix}.${name}`);
      return value === undefined ? [] : [[name, value] as const];
    });
    return members.length === 0 ? undefined : Object.fromEntries(members);
  }
  if (shape.isListSchema()) {
    const items: unknown[] = [];
    for (let index = 1; ; index++) {
      const item = readForm(shape.getValueSchema(), form, `${prefix}.member.${index}`);
      if (item === undefined) return items.length === 0 ? undefined : items;
      items.push(item);
    }
  }
  const text = form.get(prefix);
  return text === null ? undefined : readText(shape, text, prefix);
}

function writeXml(shape: NormalizedSchema, value: unknown): string {
  if (shape.isStructSchema()) {
    const values = typeof value === 'object' && value !== null ? value : {};
    return [...shape.structIterator()]
      .map(([name, member]) => {
        const each: unknown = Reflect.get(values, name);
        return each === undefined || each === null ? '' : element(name, writeXml(member, each));
      })
      .join('');
  }
  if (shape.isListSchema() && Array.isArray(value)) {
    return value.map((item) => element('member', writeXml(shape.getValueSchema(), item))).join('');
  }
  return escapeXml(writeText(value));
}
