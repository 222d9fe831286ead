import type { Role } from '../../iam/roles.ts';
import { policyDocument } from '../policy-document.ts';
import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { StackError } from '../stack-error.ts';
import { roleArn } from './iam-role.ts';

/**
 * A managed policy of the account, and its attachment to roles with the path `/`, as its property names them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
 */
export const iamManagedPolicy: ResourceModule = {
  known: {
    applied: ['ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'],
    inert: { Description: 'nothing local reads it' },
  },
  create: attach,
  remove: async ({ physicalId }, context) => {
    for (const role of context.roles.list()) detach(role, physicalId, context);
    context.roles.deleteManaged(physicalId);
  },
};

/** Takes it first from the roles that had it by an earlier template. */
async function attach(properties: Properties, context: ResourceContext): Promise<Made> {
  const { roles, config, nameUpTo, previous } = context;
  const name = properties.optionalText('ManagedPolicyName') ?? nameUpTo(128);
  const arn = `arn:aws:iam::${config.accountId}:policy${properties.optionalText('Path') ?? '/'}${name}`;
  roles.putManaged(arn, policyDocument(properties, 'PolicyDocument'));
  if (previous !== undefined) for (const role of roles.list()) detach(role, previous.physicalId, context);
  for (const roleName of properties.texts('Roles')) {
    const role = roles.get(roleArn(config.accountId, roleName));
    if (role === undefined)
      throw new StackError(
        properties.at('Roles'),
        `there is no role ${roleName} with the path / in this account`,
      );
    roles.put({ ...role, managedPolicyArns: [...role.managedPolicyArns, arn] });
  }
  return { physicalId: arn, attributes: { PolicyArn: arn } };
}

function detach(role: Role, arn: string, { roles }: ResourceContext): void {
  if (!role.managedPolicyArns.includes(arn)) return;
  roles.put({ ...role, managedPolicyArns: role.managedPolicyArns.filter((each) => each !== arn) });
}
