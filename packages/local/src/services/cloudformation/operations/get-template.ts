import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export const getTemplate = (parts: CloudFormationParts): Operation<GetTemplateInput, GetTemplateOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName, ChangeSetName }) => {
    const { changeSets, stacks } = parts;
    const stack = StackName === undefined ? undefined : stacks.get(StackName);
    const plan =
      ChangeSetName === undefined
        ? (stack?.plan ?? stack?.target)
        : changeSets.get(ChangeSetName, stack).plan;
    return { TemplateBody: plan?.template ?? '', StagesAvailable: ['Original', 'Processed'] };
  },
});
