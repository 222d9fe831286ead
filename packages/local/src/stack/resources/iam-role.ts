import { policyDocument } from '../policy-document.ts';
import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { given } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const iamRole: ResourceModule = {
  known: {
    applied: [
      'RoleName',
      'Path',
      'AssumeRolePolicyDocument',
      'Policies',
      'ManagedPolicyArns',
      'PermissionsBoundary',
    ],
    inert: {
      Description: 'nothing local reads it',
      MaxSessionDuration: 'local credentials do not expire',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const made = role(properties, context);
    return context.roles.get(arnOf(made)) === undefined ? undefined : made;
  },
  create: put,
  update: put,
  remove: async (previous, context) => context.roles.delete(arnOf(previous)),
};

/** The ARN of a role of this account by its name, wherever its path is known to be `/`. */
export const roleArn = (accountId: string, roleName: string, path = '/'): string =>
  `arn:aws:iam::${accountId}:role${path}${roleName}`;

async function put(properties: Properties, context: ResourceContext): Promise<Made> {
  const made = role(properties, context);
  const boundary = properties.optionalText('PermissionsBoundary');
  await context.roles.put({
    arn: arnOf(made),
    trustPolicy: policyDocument(properties, 'AssumeRolePolicyDocument'),
    policies: properties.objects('Policies').map((policy) => ({
      name: policy.text('PolicyName'),
      document: policyDocument(policy, 'PolicyDocument'),
    })),
    managedPolicyArns: properties.texts('ManagedPolicyArns'),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
  });
  return made;
}

const arnOf = (made: Made): string => given(made.attributes['Arn'], 'Arn');

function role(properties: Properties, { config, nameUpTo, digits }: ResourceContext): Made {
  const name = properties.optionalText('RoleName') ?? nameUpTo(64);
  return {
    physicalId: name,
    attributes: {
      Arn: roleArn(config.accountId, name, properties.optionalText('Path')),
      RoleId: `AROA${digits(16).toUpperCase()}`,
    },
  };
}
