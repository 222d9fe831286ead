import { mappingArn, mappingConfiguration } from '../event-source-mapping/mapping-record.ts';
import { mappingSettings } from '../event-source-mapping/mapping-settings.ts';
import { checkQueueAccess } from '../event-source-mapping/queue-access.ts';
import { parseFunctionName } from '../function-name.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export const updateEventSourceMapping = ({
  call,
  config,
  functions,
  mappings,
}: LambdaParts): LambdaOperation<'UpdateEventSourceMapping'> => ({
  authorize: ({ UUID = '' }) => ({ resources: [mappingArn(UUID, config)] }),
  run: async (input) => {
    const before = mappings.get(input.UUID);
    const settings = mappingSettings(input, before);
    const record = functions.get(parseFunctionName(input.FunctionName ?? before.functionName, config));
    await checkQueueAccess(settings.queueArn, record, { call, config });
    const { uuid } = mappings.get(input.UUID);
    return mappingConfiguration(mappings.change({ ...settings, uuid, functionName: record.name }), config);
  },
});
