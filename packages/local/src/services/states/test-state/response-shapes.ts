import * as batch from '@aws-sdk/client-batch';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import type { Resource } from '@batch-workflows/asl';
import type { NormalizedSchema } from '@smithy/core/schema';
import { type ServiceModel, serviceModel } from '../../../protocol/service-model.ts';
import { DOCUMENTED } from './documented-shapes.ts';

/** What a member of a response may be; members by the name that a state sees. */
export type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly least?: number; readonly most?: number }
  | {
      readonly kind: 'string';
      readonly values?: readonly string[];
      readonly shortest?: number;
      readonly longest?: number;
    }
  | { readonly kind: 'array'; readonly item: () => Shape }
  | { readonly kind: 'map'; readonly value: () => Shape }
  | {
      readonly kind: 'structure';
      readonly required: readonly string[];
      readonly members: Readonly<Record<string, () => Shape>>;
    };

const CLIENTS: Readonly<Record<string, object>> = { batch, lambda, s3, sfn, sns, sqs, sts };
const models = new Map<string, ServiceModel>();

/** Bounds that AWS documents and the SDK's schemas do not have. */
const BOUNDS: Readonly<Record<string, Shape>> = {
  'lambda.MemorySize': { kind: 'number', least: 128, most: 32_768 },
  'lambda.Timeout': { kind: 'number', least: 1 },
};

/** What a service's API answers to a Task that does not wait; undefined where its API is not known here. */
export function responseShape(resource: Resource): Shape | undefined {
  if (resource.kind !== 'service' || resource.pattern !== 'requestResponse') return undefined;
  const { resourceType, resource: action } = resource;
  // The optimized integration makes JSON of the function's answer.
  if (resourceType === 'lambda') return undefined;
  const named = resourceType.replace(/^aws-sdk:/u, '');
  const service = named === 'states' ? 'sfn' : named;
  const documented = DOCUMENTED[`${service}:${action}`];
  if (documented !== undefined) return documented;
  const client = CLIENTS[service];
  if (client === undefined) return undefined;
  const model = models.get(service) ?? serviceModel(client);
  models.set(service, model);
  const operation = model.operations.get(upperFirst(action));
  return operation === undefined ? undefined : shapeOf(operation.output, '', service, client);
}

function shapeOf(schema: NormalizedSchema, member: string, service: string, client: object): Shape {
  const inner = (of: NormalizedSchema, name: string) => () => shapeOf(of, name, service, client);
  if (schema.isUnitSchema()) return { kind: 'any' };
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()];
    const required = members.slice(0, requiredCount(schema)).map(([name]) => upperFirst(name));
    return {
      kind: 'structure',
      required,
      members: Object.fromEntries(members.map(([name, of]) => [upperFirst(name), inner(of, name)])),
    };
  }
  if (schema.isListSchema()) return { kind: 'array', item: inner(schema.getValueSchema(), member) };
  if (schema.isMapSchema()) return { kind: 'map', value: inner(schema.getValueSchema(), '') };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isNumericSchema()) return BOUNDS[`${service}.${member}`] ?? { kind: 'number' };
  if (schema.isTimestampSchema() || schema.isBlobSchema()) return { kind: 'string' };
  if (!schema.isStringSchema()) return { kind: 'any' };
  const values = enumOf(member, client);
  return { kind: 'string', ...(values === undefined ? {} : { values }) };
}

/** The members that must be there come first. */
function requiredCount(schema: NormalizedSchema): number {
  const tuple: unknown = schema.getSchema();
  const count: unknown = Array.isArray(tuple) ? tuple[6] : undefined;
  return typeof count === 'number' ? count : 0;
}

/** Members that are called like an enumeration, and are something else in one place or another. */
const NOT_ENUMS: ReadonlySet<string> = new Set([
  'EncryptionType',
  'FunctionVersion',
  'InvocationType',
  'Permission',
  'State',
  'SystemLogLevel',
  'Type',
]);

/** A client exports an enumeration under the name that its members mostly have too. */
function enumOf(member: string, client: object): readonly string[] | undefined {
  if (NOT_ENUMS.has(member)) return undefined;
  const exported: unknown = (client as Readonly<Record<string, unknown>>)[member];
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) return undefined;
  const values = Object.values(exported);
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
