import type { Capability, Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { accountOwner } from '../../iam/identity.ts';
import type { CloudFormationParts } from './cloudformation-parts.ts';
import type { StackPlan, StackRecord } from './stack-record.ts';
import { type TemplateSource, templateText } from './template-source.ts';

export interface PlanRequest extends TemplateSource {
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly Capabilities?: readonly Capability[] | undefined;
}

/** What a request wants a stack to be made of. @param stack as it is, for what the request takes over from it */
export async function requestedPlan(
  { Parameters = [], Tags, Capabilities = [], ...source }: PlanRequest,
  stack: StackRecord | undefined,
  { call, config }: Pick<CloudFormationParts, 'call' | 'config'>,
): Promise<StackPlan> {
  const before = stack?.plan;
  const owner = { identity: accountOwner(config.accountId) };
  const values = Parameters.flatMap(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
    const value = UsePreviousValue === true ? before?.parameters[ParameterKey] : ParameterValue;
    return value === undefined ? [] : [[ParameterKey, value]];
  });
  return {
    template: await templateText(source, before?.template, call, owner),
    parameters: Object.fromEntries(values),
    tags: Tags ?? before?.tags ?? [],
    capabilities: Capabilities,
  };
}
