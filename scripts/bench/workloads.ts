import type { Json } from '@batch-workflows/asl';

/** A machine and an input, and how many units of work one execution of it is. */
export interface Workload {
  readonly definition: Json;
  readonly input: Json;
  readonly units: number;
}

/** So many Pass states in a row; a unit is a state. */
export const passStates = (count: number): Workload => ({
  definition: {
    StartAt: 'S1',
    States: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `S${index + 1}`,
        { Type: 'Pass', ...(index + 1 < count ? { Next: `S${index + 2}` } : { End: true }) },
      ]),
    ),
  },
  input: {},
  units: count,
});

/** An inline Map of so many items with one Pass state each, all at once; a unit is an item. */
export const mapOf = (count: number): Workload => ({
  definition: {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: 0,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'One',
          States: { One: { Type: 'Pass', End: true } },
        },
        ResultPath: null,
        OutputPath: '$.count',
        End: true,
      },
    },
  },
  input: { count, items: Array.from({ length: count }, (_, index) => index) },
  units: count,
});

/** Three short states. */
export const short: Workload = {
  definition: {
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Result: true, ResultPath: '$.ok', Next: 'B' },
      B: {
        Type: 'Choice',
        Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'C' }],
        Default: 'F',
      },
      C: { Type: 'Pass', End: true },
      F: { Type: 'Fail' },
    },
  },
  input: {},
  units: 1,
};

/** Sends a task token to a queue, and ends with the answer. */
export const callback = (queueUrl: string): Workload => ({
  definition: {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: queueUrl, MessageBody: { 'TaskToken.$': '$$.Task.Token' } },
        TimeoutSeconds: 30,
        End: true,
      },
    },
  },
  input: {},
  units: 1,
});
