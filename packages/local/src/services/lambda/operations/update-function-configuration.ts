import { parseFunctionName } from '../function-name.ts';
import { configurationOf } from '../function-record.ts';
import { settingsOf } from '../function-settings.ts';
import { demandRevision } from '../functions.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration = ({
  config,
  functions,
  invoker,
}: LambdaParts): LambdaOperation<'UpdateFunctionConfiguration'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: (input) => {
    const before = functions.get(parseFunctionName(input.FunctionName, config));
    demandRevision(before, input.RevisionId);
    const record = functions.save({ ...before, ...settingsOf(input, before) });
    invoker.retire(record.name);
    return configurationOf(record, config);
  },
});
