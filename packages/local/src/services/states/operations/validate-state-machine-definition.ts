import type {
  ValidateStateMachineDefinitionCommandInput,
  ValidateStateMachineDefinitionCommandOutput,
  ValidateStateMachineDefinitionDiagnostic,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { checkDefinition, isUnread } from '../definition-check.ts';
import { definitionWarnings } from '../definition-warnings.ts';

/** How many diagnostics AWS gives at most, and when it is asked for 0. */
const MOST = 100;

/**
 * Errors come before warnings, which are told where they are asked for (`severity`).
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export const validateStateMachineDefinition = (): Operation<
  ValidateStateMachineDefinitionCommandInput,
  Omit<ValidateStateMachineDefinitionCommandOutput, '$metadata'>
> => ({
  run: ({ definition = '', type = 'STANDARD', severity = 'ERROR', maxResults = 0 }) => {
    const checked = checkDefinition(definition, type);
    const errors = checked.program === undefined ? checked.diagnostics : [];
    const diagnostics = [
      ...errors,
      ...(severity === 'WARNING' && !isUnread(errors) ? warningsOf(definition) : []),
    ];
    const most = maxResults === 0 ? MOST : maxResults;
    return {
      result: checked.program === undefined ? 'FAIL' : 'OK',
      diagnostics: diagnostics.slice(0, most).map((diagnostic) => ({ ...diagnostic })),
      truncated: diagnostics.length > most,
    };
  },
});

function warningsOf(definition: string): ValidateStateMachineDefinitionDiagnostic[] {
  return [...definitionWarnings(JSON.parse(definition))].map((each) => ({ severity: 'WARNING', ...each }));
}
