import type {
  ValidateStateMachineDefinitionCommandInput,
  ValidateStateMachineDefinitionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { checkDefinition } from '../definition-check.ts';

/** How many diagnostics AWS gives at most, and when it is asked for 0. */
const MOST = 100;

/**
 * Everything that is told here is an error, so a wish for warnings changes nothing.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export const validateStateMachineDefinition = (): Operation<
  ValidateStateMachineDefinitionCommandInput,
  Omit<ValidateStateMachineDefinitionCommandOutput, '$metadata'>
> => ({
  run: ({ definition = '', type = 'STANDARD', maxResults = 0 }) => {
    const checked = checkDefinition(definition, type);
    const diagnostics = checked.program === undefined ? checked.diagnostics : [];
    const most = maxResults === 0 ? MOST : maxResults;
    return {
      result: checked.program === undefined ? 'FAIL' : 'OK',
      diagnostics: diagnostics.slice(0, most).map((diagnostic) => ({ ...diagnostic })),
      truncated: diagnostics.length > most,
    };
  },
});
