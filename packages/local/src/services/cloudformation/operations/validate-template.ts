import type { ValidateTemplateInput, ValidateTemplateOutput } from '@aws-sdk/client-cloudformation';
import { accountOwner } from '../../../iam/identity.ts';
import type { Operation } from '../../../service.ts';
import { isObject } from '../../../stack/json.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
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
      Parameters: Object.entries(template.parameters).map(([ParameterKey, declared]) => ({
        ParameterKey,
        NoEcho: isObject(declared) && declared['NoEcho'] === true,
        ...(isObject(declared) && declared['Default'] !== undefined
          ? { DefaultValue: String(declared['Default']) }
          : {}),
      })),
      Capabilities: capabilitiesOf(template),
    };
  },
});
