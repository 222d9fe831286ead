import { createHash } from 'node:crypto';
import {
  type CreateFunctionRequest,
  CreateFunctionRequest$,
  type UpdateFunctionConfigurationRequest,
  UpdateFunctionConfigurationRequest$,
} from '@aws-sdk/client-lambda';
import { apiShape } from '../api-shape.ts';
import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { unless } from '../resource.ts';
import { StackError } from '../stack-error.ts';

/** What an update says for a property that the template no longer gives. */
const configurationDefaults = {
  Description: '',
  Environment: { Variables: {} },
  MemorySize: 128,
  Timeout: 3,
};

const configuration = [
  'Description',
  'Environment',
  'EphemeralStorage',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'Timeout',
  'TracingConfig',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const lambdaFunction: ResourceModule = {
  known: {
    applied: [
      'FunctionName',
      'Code',
      'Architectures',
      'PackageType',
      'ReservedConcurrentExecutions',
      ...configuration,
    ],
    inert: {
      KmsKeyArn: 'environment variables lie unencrypted in the data directory',
      RecursiveLoop: 'loops are not detected locally',
      RuntimeManagementConfig: "functions run on this machine's Node",
      SnapStart: 'environments start from the zip',
      VpcConfig: "functions use this machine's network",
      Tags: 'nothing local reads them',
    },
  },
  compared: async (properties, context) => ({
    ...properties.values,
    Code: sha256(await zipOf(properties, context)),
  }),
  async find(properties, context) {
    const made = lambda(properties, context);
    const input = { FunctionName: made.physicalId };
    const found = context.call('lambda', 'GetFunctionConfiguration', input, context.owner);
    return (await unless(['ResourceNotFoundException'], found)) === undefined ? undefined : made;
  },
  async create(properties, context) {
    const made = lambda(properties, context);
    const given = properties.only('Architectures', 'PackageType', ...configuration);
    const shaped = apiShape<CreateFunctionRequest>(CreateFunctionRequest$, given, properties.place);
    const Code = { ZipFile: await zipOf(properties, context) };
    await context.call(
      'lambda',
      'CreateFunction',
      { ...shaped, FunctionName: made.physicalId, Code },
      context.owner,
    );
    await reserveConcurrency(properties, context, made);
    return made;
  },
  async update(properties, context, found) {
    const FunctionName = found.physicalId;
    const ZipFile = await zipOf(properties, context);
    const current = await context.call('lambda', 'GetFunctionConfiguration', { FunctionName }, context.owner);
    if (current.CodeSha256 !== sha256(ZipFile)) {
      await context.call('lambda', 'UpdateFunctionCode', { FunctionName, ZipFile }, context.owner);
    }
    const shaped = apiShape<UpdateFunctionConfigurationRequest>(
      UpdateFunctionConfigurationRequest$,
      { ...configurationDefaults, ...properties.only(...configuration) },
      properties.place,
    );
    await context.call('lambda', 'UpdateFunctionConfiguration', { ...shaped, FunctionName }, context.owner);
    await reserveConcurrency(properties, context, found);
    return found;
  },
  async remove({ physicalId: FunctionName }, context) {
    const deletion = context.call('lambda', 'DeleteFunction', { FunctionName }, context.owner);
    await unless(['ResourceNotFoundException'], deletion);
  },
};

async function reserveConcurrency(
  properties: Properties,
  context: ResourceContext,
  made: Made,
): Promise<void> {
  const FunctionName = made.physicalId;
  const reserved = properties.optionalText('ReservedConcurrentExecutions');
  if (reserved !== undefined) {
    const input = { FunctionName, ReservedConcurrentExecutions: Number(reserved) };
    await context.call('lambda', 'PutFunctionConcurrency', input, context.owner);
  } else if (context.previous?.properties['ReservedConcurrentExecutions'] !== undefined) {
    await context.call('lambda', 'DeleteFunctionConcurrency', { FunctionName }, context.owner);
  }
}

function zipOf(properties: Properties, context: ResourceContext): Promise<Buffer> {
  const code = properties.object('Code');
  const place = { bucket: String(code['S3Bucket'] ?? ''), key: String(code['S3Key'] ?? '') };
  if (code['S3Key'] !== undefined) return context.artifacts(lambda(properties, context).physicalId, place);
  throw new StackError(
    properties.at('Code'),
    `must be a packaged zip (S3Bucket and S3Key), found ${Object.keys(code).join(', ') || 'nothing'}`,
  );
}

/** As Lambda reports it in CodeSha256. */
const sha256 = (zip: Buffer): string => createHash('sha256').update(zip).digest('base64');

function lambda(properties: Properties, { config, nameUpTo }: ResourceContext): Made {
  const name = properties.optionalText('FunctionName') ?? nameUpTo(64);
  return {
    physicalId: name,
    attributes: { Arn: `arn:aws:lambda:${config.region}:${config.accountId}:function:${name}` },
  };
}
