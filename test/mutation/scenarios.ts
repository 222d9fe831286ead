import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { flightFile } from '../workflows/flight-files.ts';
import { describeJobs, jobNamed } from '../workflows/jobs.ts';
import { upload } from '../workflows/objects.ts';
import { withSleepingJobs } from '../workflows/package-copy.ts';
import { executionName, runWorkflow, startWorkflow, type WorkflowName } from '../workflows/run-workflow.ts';
import type { InProcess } from './in-process.ts';

/** What came of a scenario, as far as a missing permission could change it. */
export interface Outcome {
  /** The end of the execution: another one where a permission was missing. */
  readonly end: string;
  /** The execution's history as text, and those of its iterations. */
  readonly history: string;
  /** For a scenario that stops an execution: its job. */
  readonly job?: string;
}

/** A use of the application, as short as can be. */
export interface Scenario {
  readonly name: string;
  /** A change of the template's text that the scenario needs. */
  readonly change?: (template: string) => string;
  run(app: InProcess): Promise<Outcome>;
}

const FILE = flightFile(1);
const decision = (approved: boolean) => ({ request: { type: 'decision', approved, reason: 'Because.' } });
const checksum = (input: string) => ({ request: { type: 'checksum', input } });
const job = (input: string) => ({ input, rowGroups: '0', output: resultsOf(input) });
const plan = (input: string) => ({ input, rowGroups: [0] });
const resultsOf = (input: string) => input.replace(/\/input\/.*/u, '/results/mutation.json');

const running = (name: string, workflow: WorkflowName, request: (input: string) => object): Scenario => ({
  name,
  run: async (app) => {
    const ended = await runWorkflow(app, workflow, request(await upload(app, 'flights.parquet', FILE)));
    const history = JSON.stringify(ended.events) + (await historiesOfIterations(app, ended.executionArn));
    return { end: `${ended.status} ${ended.error}`, history };
  },
});

/** A Distributed Map's iterations are executions with histories of their own. */
async function historiesOfIterations({ sfn }: InProcess, executionArn: string): Promise<string> {
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const iterations = await Promise.all(
    mapRuns.map(({ mapRunArn }) => sfn.send(new ListExecutionsCommand({ mapRunArn }))),
  );
  const histories = iterations.flatMap(({ executions = [] }) =>
    executions.map((each) => sfn.send(new GetExecutionHistoryCommand({ executionArn: each.executionArn }))),
  );
  return (await Promise.all(histories)).map(({ events }) => JSON.stringify(events)).join('');
}

const missing = (request: (input: string) => object) => (input: string) =>
  request(input.replace('flights.parquet', 'nothing.parquet'));

const stopping = (
  workflow: WorkflowName,
  jobName: (execution: string) => string,
  request: (input: string) => object,
): Scenario => ({
  name: `stop ${workflow}`,
  change: withSleepingJobs,
  run: async (app) => {
    const input = await upload(app, 'flights.parquet', FILE);
    const started = await startWorkflow(app, workflow, request(input));
    const id = await jobNamed(app, jobName(started.name), 'RUNNING');
    await app.sfn.send(new StopExecutionCommand({ executionArn: started.executionArn }));
    const { status, events } = await started.end();
    return { end: String(status), history: JSON.stringify(events), job: id };
  },
});

/** A shard's job reads what stands in its place already. */
const overSomethingLeft: Scenario = {
  name: 'fan-out-batch-jobs, over what an earlier execution left',
  run: async (app) => {
    const input = await upload(app, 'flights.parquet', FILE);
    const name = executionName();
    const Key = `results/fan-out-batch-jobs/${name}/partials/00000000/job-0.1.json`;
    const Bucket = app.output('DataBucketName');
    await app.s3.send(new PutObjectCommand({ Bucket, Key, Body: '{"run": "an earlier one"}' }));
    const ended = await (await startWorkflow(app, 'fan-out-batch-jobs', { input }, name)).end();
    return { end: `${ended.status} ${ended.error}`, history: JSON.stringify(ended.events) };
  },
};

export const isTerminated = async (app: InProcess, id: string) =>
  (await describeJobs(app, [id]))[0]?.isTerminated === true;

const patterns = (input: string) => ({ message: 'Hello.', job: job(input), ...decision(true) });

/** Shortest first: a grant is tried with the first that uses it. */
export const SCENARIOS: readonly Scenario[] = [
  running('callback, approved', 'callback', () => decision(true)),
  running('callback, rejected', 'callback', () => decision(false)),
  running('callback, checksum', 'callback', checksum),
  running('callback, checksum of nothing', 'callback', missing(checksum)),
  running(
    'fan out over nothing',
    'fan-out-batch-jobs',
    missing((input) => ({ input })),
  ),
  running('manage-batch-job', 'manage-batch-job', job),
  running('manage-batch-job on nothing', 'manage-batch-job', missing(job)),
  running('preprocess-batch-job', 'preprocess-batch-job', plan),
  running('service-integration-patterns', 'service-integration-patterns', patterns),
  running('array-batch-job', 'array-batch-job', (input) => ({ input })),
  running('fan-out-batch-jobs', 'fan-out-batch-jobs', (input) => ({ input })),
  overSomethingLeft,
  running('fan-out-distributed', 'fan-out-distributed', (input) => ({ input })),
  stopping('manage-batch-job', (execution) => `manage-batch-job-${execution}`, job),
  stopping('preprocess-batch-job', (execution) => execution, plan),
  stopping(
    'service-integration-patterns',
    (execution) => `service-integration-patterns-${execution}`,
    patterns,
  ),
  stopping(
    'array-batch-job',
    (execution) => `array-${execution}`,
    (input) => ({ input }),
  ),
  stopping(
    'fan-out-batch-jobs',
    (execution) => `fan-out-0-${execution}`,
    (input) => ({ input }),
  ),
  stopping(
    'fan-out-distributed',
    (execution) => `fan-out-0-${execution}`,
    (input) => ({ input }),
  ),
];
