import type { ValidateTemplateInput, ValidateTemplateOutput } from '@aws-sdk/client-cloudformation';
import { accountOwner } from '../../../iam/identity.ts';
import type { Operation } from '../../../service.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { declaredParameters } from '../declared-parameters.ts';
import { capabilitiesOf, readTemplateText } from '../template-check.ts';
import { templateText } from '../template-source.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export const validateTemplate = ({
  call,
  config,
}: CloudFormationParts): Operation<ValidateTemplateInput, ValidateTemplateOutput> => ({
  run: async (input) => {
    const owner = { identity: accountOwner(config.accountId) };
    const template = readTemplateText(await templateText(input, undefined, call, owner));
    return {
      Parameters: declaredParameters(template).map(({ ParameterType: _, ...parameter }) => parameter),
      Capabilities: capabilitiesOf(template),
    };
  },
});
