import { mappingConfiguration } from '../event-source-mapping/mapping-record.ts';
import { parseFunctionName } from '../function-name.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';
import { pageOf } from '../page.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
export const listEventSourceMappings = ({
  config,
  mappings,
}: LambdaParts): LambdaOperation<'ListEventSourceMappings'> => ({
  authorize: () => ({ resources: ['*'] }),
  run: (input) => {
    const { EventSourceArn, FunctionName } = input;
    const name = FunctionName === undefined ? undefined : parseFunctionName(FunctionName, config).name;
    const asked = mappings
      .list()
      .filter(
        (mapping) =>
          (name === undefined || mapping.functionName === name) &&
          (EventSourceArn === undefined || mapping.queueArn === EventSourceArn),
      );
    const { items, NextMarker } = pageOf(asked, ({ uuid }) => uuid, input, 100);
    return { EventSourceMappings: items.map((mapping) => mappingConfiguration(mapping, config)), NextMarker };
  },
});
