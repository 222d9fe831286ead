import { type AddPermissionRequest, AddPermissionRequest$ } from '@aws-sdk/client-lambda';
import { apiShape } from '../api-shape.ts';
import { canonical } from '../json.ts';
import { stableHash } from '../physical-name.ts';
import { Properties } from '../properties.ts';
import type { MadeResource, ResourceContext, ResourceModule } from '../resource.ts';
import { unless } from '../resource.ts';

/**
 * The statement's id holds a hash of its content, so an id that exists already stands for the same statement.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
 */
export const lambdaPermission: ResourceModule = {
  known: {
    applied: [
      'Action',
      'EventSourceToken',
      'FunctionName',
      'FunctionUrlAuthType',
      'Principal',
      'PrincipalOrgID',
      'SourceAccount',
      'SourceArn',
    ],
    inert: {},
  },
  async create(properties, context) {
    const StatementId = `${context.nameUpTo(80)}-${stableHash(canonical(properties.values)).slice(0, 8)}`;
    const shaped = apiShape<AddPermissionRequest>(AddPermissionRequest$, properties.values, properties.place);
    const added = context.call('lambda', 'AddPermission', { ...shaped, StatementId }, context.owner);
    await unless(['ResourceConflictException'], added);
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  remove: revoke,
};

async function revoke(previous: MadeResource, context: ResourceContext): Promise<void> {
  const FunctionName = new Properties(previous.properties, 'previous').text('FunctionName');
  const input = { FunctionName, StatementId: previous.physicalId };
  await unless(
    ['ResourceNotFoundException'],
    context.call('lambda', 'RemovePermission', input, context.owner),
  );
}
