/** What each workflow of the demo is given. `results` is where a workflow's own output may go. */
export const demoInputs: Readonly<Record<string, (flights: string, results: string) => object>> = {
  'manage-batch-job': (flights, results) => ({
    input: flights,
    rowGroups: '0',
    output: `${results}partial.json`,
  }),
  'preprocess-batch-job': (flights) => ({ input: flights, rowGroups: [1, 2] }),
  'fan-out-batch-jobs': (flights) => ({ input: flights }),
  'fan-out-distributed': (flights) => ({
    input: flights,
    shards: 4,
    batchSize: 2,
    toleratedFailurePercentage: 25,
  }),
  'array-batch-job': (flights) => ({ input: flights, shards: 3 }),
  callback: (flights) => ({ request: { type: 'checksum', input: flights } }),
  'service-integration-patterns': (flights, results) => ({
    message: 'Row group 3 is about to be aggregated.',
    job: { input: flights, rowGroups: '3', output: `${results}partial.json` },
    request: { type: 'decision', approved: true, reason: 'The demo approves of it.' },
  }),
};
