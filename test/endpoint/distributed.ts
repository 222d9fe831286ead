/** What the tests of distributed Maps share. */
import type { Clients } from './clients.ts';

/** The bucket that the Maps of a test file read from and write to. */
export const BUCKET = 'items';

const echo = { Type: 'Pass', End: true };

/** A distributed Map whose children run one state, `Child`. */
export const distributed = (map: object, child: object = echo, ExecutionType = 'STANDARD') => ({
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      End: true,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
        StartAt: 'Child',
        States: { Child: child },
      },
      ...map,
    },
  },
});

/** A Map that reads an object of the bucket. */
export const reading = (Key: string, ReaderConfig: object) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig,
    Parameters: { Bucket: BUCKET, Key },
  },
});

/** Children fail with error `Odd` where their item is 1. */
const oddFails = {
  Type: 'Choice',
  Choices: [{ Variable: '$', NumericEquals: 1, Next: 'Odd' }],
  Default: 'Fine',
};
export const withFailures = (map: object, executionType?: string) => {
  const machine = distributed(map, oddFails, executionType);
  const more = { Odd: { Type: 'Fail', Error: 'Odd', Cause: 'it is odd' }, Fine: { Type: 'Succeed' } };
  Object.assign(machine.States.Map.ItemProcessor.States, more);
  return machine;
};

/** The ARN of an execution's newest map run; empty where it has none yet. */
export const mapRunOf = async (sfn: Clients['sfn'], executionArn = '') => {
  const { mapRuns = [] } = await sfn.listMapRuns({ executionArn });
  return mapRuns[0]?.mapRunArn ?? '';
};

/** An object of the bucket as text. */
export const textOf = async (s3: Clients['s3'], Key: string) => {
  const { Body } = await s3.getObject({ Bucket: BUCKET, Key });
  return (await Body?.transformToString()) ?? '';
};
