import type { Capability } from '@aws-sdk/client-cloudformation';
import type { Json } from '../../stack/json.ts';
import { parameterValues } from '../../stack/parameters.ts';
import { problemsOf } from '../../stack/registry.ts';
import { throwProblems } from '../../stack/stack-error.ts';
import { parseTemplate, type Template } from '../../stack/template.ts';
import { insufficientCapabilities, validation } from './errors.ts';
import type { StackPlan } from './stack-record.ts';

/** Reads a template of JSON text. @throws ValidationError */
export function readTemplateText(text: string): Template {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    throw validation(
      'Template format error: JSON not well-formed; the local CloudFormation reads JSON, not YAML.',
    );
  }
  return orValidation(() => {
    const template = parseTemplate(value, 'Template');
    if (template.resources.size === 0)
      throw validation('Template format error: At least one Resources member must be defined.');
    return template;
  });
}

/** What can be told to be wrong before anything is made. @throws ValidationError InsufficientCapabilitiesException */
export function checkPlan({ template: text, parameters, capabilities }: StackPlan): Template {
  const template = readTemplateText(text);
  orValidation(() => {
    parameterValues(template.parameters, parameters);
    throwProblems(
      [...template.resources].flatMap(([logicalId, { type, properties }]) =>
        problemsOf(logicalId, type, Object.keys(properties)),
      ),
    );
  });
  const [needed] = capabilitiesOf(template);
  if (
    needed !== undefined &&
    !capabilities.includes('CAPABILITY_NAMED_IAM') &&
    !capabilities.includes(needed)
  )
    throw insufficientCapabilities(needed);
  return template;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities */
export function capabilitiesOf({ resources }: Template): Capability[] {
  const iam = [...resources.values()].filter(({ type }) => type.startsWith('AWS::IAM::'));
  if (iam.length === 0) return [];
  const isNamed = iam.some(({ properties }) => 'RoleName' in properties || 'ManagedPolicyName' in properties);
  return [isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'];
}

function orValidation<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Error && /^StackErrors?$/u.test(error.name)) throw validation(error.message);
    throw error;
  }
}
