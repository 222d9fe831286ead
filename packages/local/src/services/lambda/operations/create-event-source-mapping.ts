import { mappingExists } from '../errors.ts';
import { mappingConfiguration } from '../event-source-mapping/mapping-record.ts';
import { mappingSettings } from '../event-source-mapping/mapping-settings.ts';
import { checkQueueAccess } from '../event-source-mapping/queue-access.ts';
import { parseFunctionName } from '../function-name.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/**
 * SQS queues only.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export const createEventSourceMapping = ({
  call,
  config,
  functions,
  mappings,
}: LambdaParts): LambdaOperation<'CreateEventSourceMapping'> => ({
  authorize: () => ({ resources: ['*'] }),
  run: async (input) => {
    const record = functions.get(parseFunctionName(input.FunctionName, config));
    const settings = mappingSettings(input);
    const existing = () =>
      mappings.list().find((one) => one.queueArn === settings.queueArn && one.functionName === record.name);
    const refuseSecond = () => {
      const first = existing();
      if (first !== undefined) throw mappingExists(first.queueArn, first.functionName, first.uuid);
    };
    refuseSecond();
    await checkQueueAccess(settings.queueArn, record, { call, config });
    refuseSecond();
    return mappingConfiguration(mappings.create({ ...settings, functionName: record.name }), config);
  },
});
