import {
  type CreateEventSourceMappingRequest,
  CreateEventSourceMappingRequest$,
  type UpdateEventSourceMappingRequest,
  UpdateEventSourceMappingRequest$,
} from '@aws-sdk/client-lambda';
import { apiShape } from '../api-shape.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { given, unless } from '../resource.ts';

/** Property → what an update says when the template no longer gives it. */
const settings = {
  BatchSize: 10,
  Enabled: true,
  FilterCriteria: {},
  FunctionResponseTypes: [],
  MaximumBatchingWindowInSeconds: 0,
  ScalingConfig: {},
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
export const lambdaEventSourceMapping: ResourceModule = {
  known: {
    applied: ['EventSourceArn', 'FunctionName', ...Object.keys(settings)],
    inert: {
      KmsKeyArn: 'filter criteria lie unencrypted in the data directory',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const input = {
      EventSourceArn: properties.text('EventSourceArn'),
      FunctionName: properties.text('FunctionName'),
    };
    const answer = await context.call('lambda', 'ListEventSourceMappings', input, context.owner);
    const found = answer.EventSourceMappings?.[0];
    return found === undefined ? undefined : mapping(given(found.UUID, 'UUID'), context);
  },
  async create(properties, context) {
    const input = apiShape<CreateEventSourceMappingRequest>(
      CreateEventSourceMappingRequest$,
      properties.only('EventSourceArn', 'FunctionName', ...Object.keys(settings)),
      properties.place,
    );
    const created = await context.call('lambda', 'CreateEventSourceMapping', input, context.owner);
    return mapping(given(created.UUID, 'UUID'), context);
  },
  async update(properties, context, found) {
    const before = Object.keys(context.previous?.properties ?? {});
    const dropped = Object.entries(settings).filter(([name]) => before.includes(name));
    const shaped = apiShape<UpdateEventSourceMappingRequest>(
      UpdateEventSourceMappingRequest$,
      { ...Object.fromEntries(dropped), ...properties.only('FunctionName', ...Object.keys(settings)) },
      properties.place,
    );
    const input = { ...shaped, UUID: found.physicalId };
    await context.call('lambda', 'UpdateEventSourceMapping', input, context.owner);
    return found;
  },
  async remove(previous, context) {
    const deletion = context.call(
      'lambda',
      'DeleteEventSourceMapping',
      { UUID: previous.physicalId },
      context.owner,
    );
    await unless(['ResourceNotFoundException'], deletion);
  },
};

const mapping = (uuid: string, { config }: ResourceContext): Made => ({
  physicalId: uuid,
  attributes: {
    Id: uuid,
    EventSourceMappingArn: `arn:aws:lambda:${config.region}:${config.accountId}:event-source-mapping:${uuid}`,
  },
});
