import type { LocalConfig } from '../../../config.ts';
import { awsService } from '../../../iam/identity.ts';
import type { Call } from '../../../service.ts';
import { functionExists, invalidMember, roleNotAssumable } from '../errors.ts';
import { zipOf } from '../function-code.ts';
import { parseFunctionName, roleSessionName } from '../function-name.ts';
import { configurationOf } from '../function-record.ts';
import { settingsOf } from '../function-settings.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction = ({
  call,
  code,
  config,
  functions,
}: LambdaParts): LambdaOperation<'CreateFunction'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: async (input, { identity }) => {
    const { name } = parseFunctionName(input.FunctionName, config);
    const settings = settingsOf(input);
    if (input.Runtime === undefined) throw invalidMember(null, 'runtime', 'not be null');
    await demandAssumable(settings.role, roleSessionName(name), call, config);
    const { sha256, size } = code.put(await zipOf(input.Code, call, identity));
    if (functions.find(name) !== undefined) throw functionExists(name);
    const record = functions.save({
      ...settings,
      name,
      architectures: input.Architectures ?? ['x86_64'],
      codeSha256: sha256,
      codeSize: size,
      tags: input.Tags ?? {},
      policy: [],
    });
    return configurationOf(record, config);
  },
});

async function demandAssumable(
  RoleArn: string,
  RoleSessionName: string,
  call: Call,
  config: LocalConfig,
): Promise<void> {
  const identity = awsService(config.accountId, 'lambda.amazonaws.com');
  await call('sts', 'AssumeRole', { RoleArn, RoleSessionName }, { identity }).catch((error: unknown) => {
    throw error instanceof Error && error.name.startsWith('AccessDenied') ? roleNotAssumable() : error;
  });
}
