import { unsupported } from '../errors.ts';
import { zipOf } from '../function-code.ts';
import { parseFunctionName } from '../function-name.ts';
import { configurationOf } from '../function-record.ts';
import { demandRevision } from '../functions.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode = ({
  call,
  code,
  config,
  functions,
  invoker,
}: LambdaParts): LambdaOperation<'UpdateFunctionCode'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: async (input, { identity }) => {
    const reference = parseFunctionName(input.FunctionName, config);
    demandRevision(functions.get(reference), input.RevisionId);
    if (input.ImageUri !== undefined) throw unsupported('ImageUri', 'upload a zip');
    if (input.Publish === true) throw unsupported('Publish', 'there is only $LATEST here; leave it out');
    const { sha256, size } = code.put(await zipOf(input, call, identity));
    const before = functions.get(reference);
    const changed = {
      ...before,
      architectures: input.Architectures ?? before.architectures,
      codeSha256: sha256,
      codeSize: size,
    };
    if (input.DryRun === true) return configurationOf(changed, config);
    const record = functions.save(changed);
    invoker.retire(record.name);
    return configurationOf(record, config);
  },
});
