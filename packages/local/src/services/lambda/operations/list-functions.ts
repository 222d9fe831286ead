import { configurationOf } from '../function-record.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';
import { pageOf } from '../page.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions = ({ config, functions }: LambdaParts): LambdaOperation<'ListFunctions'> => ({
  authorize: () => ({ resources: ['*'] }),
  run: (input) => {
    const { items, NextMarker } = pageOf(functions.list(), ({ name }) => name, input, 50);
    return { Functions: items.map((record) => configurationOf(record, config)), NextMarker };
  },
});
