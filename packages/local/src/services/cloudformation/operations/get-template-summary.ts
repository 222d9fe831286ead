import type { GetTemplateSummaryInput, GetTemplateSummaryOutput } from '@aws-sdk/client-cloudformation';
import { accountOwner } from '../../../iam/identity.ts';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { declaredParameters } from '../declared-parameters.ts';
import { capabilitiesOf, readTemplateText } from '../template-check.ts';
import { templateText } from '../template-source.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export const getTemplateSummary = (
  parts: CloudFormationParts,
): Operation<GetTemplateSummaryInput, GetTemplateSummaryOutput> => ({
  authorize: onStack(parts),
  run: async ({ StackName, TemplateBody, TemplateURL }) => {
    const { call, config, stacks } = parts;
    const owner = { identity: accountOwner(config.accountId) };
    const previous = StackName === undefined ? undefined : stacks.get(StackName).plan?.template;
    const source = { TemplateBody, TemplateURL, UsePreviousTemplate: StackName !== undefined };
    const template = readTemplateText(await templateText(source, previous, call, owner));
    return {
      Parameters: declaredParameters(template),
      Capabilities: capabilitiesOf(template),
      ResourceTypes: [...new Set([...template.resources.values()].map(({ type }) => type))],
    };
  },
});
