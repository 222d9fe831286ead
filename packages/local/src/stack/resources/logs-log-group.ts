import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { unless } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logsLogGroup: ResourceModule = {
  known: {
    applied: ['LogGroupName', 'RetentionInDays'],
    inert: {
      DataProtectionPolicy: 'nothing is masked locally',
      DeletionProtectionEnabled: 'the local CloudWatch Logs protects nothing from deletion',
      FieldIndexPolicies: 'there is no Logs Insights locally',
      KmsKeyId: 'nothing is encrypted locally',
      LogGroupClass: 'there is one class of log group locally',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const { physicalId, ...made } = logGroup(properties, context);
    const { logGroups = [] } = await context.call(
      'logs',
      'DescribeLogGroups',
      { logGroupNamePrefix: physicalId },
      context.owner,
    );
    const exists = logGroups.some(({ logGroupName }) => logGroupName === physicalId);
    return exists ? { physicalId, ...made } : undefined;
  },
  async create(properties, context) {
    const made = logGroup(properties, context);
    await context.call('logs', 'CreateLogGroup', { logGroupName: made.physicalId }, context.owner);
    await retain(properties, context, made);
    return made;
  },
  async update(properties, context, found) {
    await retain(properties, context, found);
    return found;
  },
  holdsData: true,
  async remove({ physicalId: logGroupName }, context) {
    await unless(
      ['ResourceNotFoundException'],
      context.call('logs', 'DeleteLogGroup', { logGroupName }, context.owner),
    );
  },
};

async function retain(
  properties: Properties,
  { call, owner }: ResourceContext,
  { physicalId: logGroupName }: Made,
): Promise<void> {
  const days = properties.optionalText('RetentionInDays');
  if (days === undefined) await call('logs', 'DeleteRetentionPolicy', { logGroupName }, owner);
  else await call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(days) }, owner);
}

function logGroup(properties: Properties, { config, nameUpTo }: ResourceContext): Made {
  const name = properties.optionalText('LogGroupName') ?? nameUpTo(512);
  const Arn = `arn:aws:logs:${config.region}:${config.accountId}:log-group:${name}:*`;
  return { physicalId: name, attributes: { Arn } };
}
