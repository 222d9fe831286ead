import { mappingArn, mappingConfiguration } from '../event-source-mapping/mapping-record.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export const getEventSourceMapping = ({
  config,
  mappings,
}: LambdaParts): LambdaOperation<'GetEventSourceMapping'> => ({
  authorize: ({ UUID = '' }) => ({ resources: [mappingArn(UUID, config)] }),
  run: ({ UUID }) => mappingConfiguration(mappings.get(UUID), config),
});
