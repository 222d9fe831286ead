import type { Role } from '../../iam/roles.ts';
import type { JsonObject } from '../json.ts';
import { policyDocument } from '../policy-document.ts';
import { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { StackError } from '../stack-error.ts';
import { roleArn } from './iam-role.ts';

/**
 * An inline policy kept apart from its roles; the roles must have the path `/`, as its property names them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const iamPolicy: ResourceModule = {
  known: { applied: ['PolicyName', 'PolicyDocument', 'Roles'], inert: {} },
  async find(properties, context) {
    const name = properties.text('PolicyName');
    const attached = rolesOf(properties, context).every((role) =>
      role.policies.some((one) => one.name === name),
    );
    return attached ? policy(properties) : undefined;
  },
  create: attach,
  update: attach,
  remove: (previous, context) => detach(previous.properties, context),
};

/** Takes it first from the roles that had it, which may not be those of now. */
async function attach(properties: Properties, context: ResourceContext): Promise<Made> {
  if (context.previous !== undefined) await detach(context.previous.properties, context);
  const name = properties.text('PolicyName');
  const document = policyDocument(properties, 'PolicyDocument');
  for (const role of rolesOf(properties, context)) {
    await context.roles.put({ ...role, policies: [...withoutPolicy(role, name), { name, document }] });
  }
  return policy(properties);
}

async function detach(previous: JsonObject, context: ResourceContext): Promise<void> {
  const properties = new Properties(previous, 'previous');
  const name = properties.text('PolicyName');
  for (const roleName of properties.texts('Roles')) {
    const role = context.roles.get(roleArn(context.config.accountId, roleName));
    if (role !== undefined) await context.roles.put({ ...role, policies: withoutPolicy(role, name) });
  }
}

const withoutPolicy = (role: Role, name: string): Role['policies'] =>
  role.policies.filter((policy) => policy.name !== name);

const rolesOf = (properties: Properties, context: ResourceContext): Role[] =>
  properties.texts('Roles').map((roleName) => {
    const role = context.roles.get(roleArn(context.config.accountId, roleName));
    if (role !== undefined) return role;
    throw new StackError(
      properties.at('Roles'),
      `there is no role ${roleName} with the path / in this account`,
    );
  });

const policy = (properties: Properties): Made => ({
  physicalId: properties.text('PolicyName'),
  attributes: { Id: properties.text('PolicyName') },
});
