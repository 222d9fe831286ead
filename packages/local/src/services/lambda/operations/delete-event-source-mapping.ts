import { mappingArn, mappingConfiguration } from '../event-source-mapping/mapping-record.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html */
export const deleteEventSourceMapping = ({
  config,
  mappings,
}: LambdaParts): LambdaOperation<'DeleteEventSourceMapping'> => ({
  authorize: ({ UUID = '' }) => ({ resources: [mappingArn(UUID, config)] }),
  run: ({ UUID }) => {
    const mapping = mappings.get(UUID);
    mappings.delete(mapping.uuid);
    return { ...mappingConfiguration(mapping, config), State: 'Deleting' };
  },
});
