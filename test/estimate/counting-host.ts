import { BatchClient, paginateListJobs } from '@aws-sdk/client-batch';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ListMapRunsCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type LocalAws, startLocalAws } from '@batch-workflows/local';
import { ROOT } from '../../scripts/package-app.ts';
import { LOCAL_REGION, localCredentials } from '../../scripts/workflow-client/stage.ts';
import { until } from '../until.ts';

/** A thousand jobs, on a machine that others use too. */
const LONGEST_RUN_MS = 500_000;

/**
 * Calls that no workflow, function or job asks for: this test's look at the execution, how the local Step Functions
 * learns of the end of jobs, credentials for jobs, the poll of a queue that has a function, and the delivery of logs,
 * which AWS charges by their size.
 */
const HOUSEKEEPING: ReadonlySet<string> = new Set([
  'states:DescribeExecution',
  'batch:DescribeJobs',
  'sts:AssumeRole',
  'sqs:ReceiveMessage',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
]);

export type Images = NonNullable<Parameters<typeof startLocalAws>[0]['images']>;

/** What the local AWS saw of one execution. */
export interface Seen {
  readonly status: string | undefined;
  /** States entered and tasks tried again, the child workflows' among them: what AWS charges. */
  readonly transitions: number;
  readonly events: number;
  readonly childWorkflows: number;
  /** By `service:Operation`, without the local AWS's housekeeping. */
  readonly calls: Readonly<Record<string, number>>;
  /** Jobs that ran, whatever became of them, an array's children each. */
  readonly jobs: number;
}

/** A local AWS with the application that counts the calls it gets. */
export interface CountingHost {
  readonly bucket: string;
  put(key: string, body: string | Uint8Array): Promise<void>;
  /** Runs an execution to its end and counts what happened meanwhile: nothing else must. */
  run(workflow: string, name: string, input: unknown): Promise<Seen>;
  stop(): Promise<void>;
}

/** @param skipWaits whether backoffs are jumped over */
export async function startCountingHost(images: Images, skipWaits = false): Promise<CountingHost> {
  let calls: Record<string, number> = {};
  const onCall = (service: string, operation: string) => {
    const name = `${service}:${operation}`;
    calls[name] = (calls[name] ?? 0) + 1;
  };
  const aws: LocalAws = await startLocalAws({ port: 0, images, skipWaits, onCall, log: () => {} });
  const { outputs, stateMachines } = await aws.load(ROOT);
  const client = { endpoint: aws.url, region: LOCAL_REGION, credentials: localCredentials };
  const [sfn, batch, s3] = [new SFNClient(client), new BatchClient(client), new S3Client(client)];
  const bucket = outputs['DataBucketName'] ?? '';
  const jobQueue = outputs['JobQueueArn'] ?? '';

  const historyOf = async (executionArn: string) => {
    let [transitions, events] = [0, 0];
    for await (const page of paginateGetExecutionHistory(
      { client: sfn },
      { executionArn, maxResults: 1000, includeExecutionData: false },
    )) {
      for (const { type = '' } of page.events ?? []) {
        events++;
        if (type.endsWith('StateEntered')) transitions++;
        // A task that is scheduled without its state being entered is tried again.
        if (type === 'TaskScheduled') transitions++;
        if (type === 'TaskStateEntered') transitions--;
      }
    }
    return { transitions, events };
  };
  const childrenOf = async (executionArn: string) => {
    const arns: string[] = [];
    const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
    for (const { mapRunArn } of mapRuns)
      for await (const page of paginateListExecutions({ client: sfn }, { mapRunArn, maxResults: 1000 }))
        arns.push(...(page.executions ?? []).flatMap(({ executionArn: arn }) => arn ?? []));
    return arns;
  };
  const jobIds = async (where: { jobQueue: string } | { arrayJobId: string }) => {
    const ids: { id: string; size: number | undefined }[] = [];
    for (const jobStatus of ['SUCCEEDED', 'FAILED'] as const)
      for await (const page of paginateListJobs({ client: batch }, { ...where, jobStatus }))
        for (const { jobId = '', arrayProperties } of page.jobSummaryList ?? [])
          ids.push({ id: jobId, size: arrayProperties?.size });
    return ids;
  };
  const jobsRun = async () => {
    let jobs = 0;
    for (const { id, size } of await jobIds({ jobQueue }))
      jobs += size === undefined ? 1 : (await jobIds({ arrayJobId: id })).length;
    return jobs;
  };

  return {
    bucket,
    put: async (Key, Body) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    run: async (workflow, name, input) => {
      const machine = stateMachines.find((candidate) => candidate.name.endsWith(`-${workflow}`));
      const before = await jobsRun();
      calls = {};
      const { executionArn = '' } = await sfn.send(
        new StartExecutionCommand({ stateMachineArn: machine?.arn, name, input: JSON.stringify(input) }),
      );
      const ended = async () => {
        const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return execution.status === 'RUNNING' ? undefined : execution.status;
      };
      const status = await until(`${name} to end`, ended, LONGEST_RUN_MS);
      const counted = Object.fromEntries(Object.entries(calls).filter(([call]) => !HOUSEKEEPING.has(call)));
      const children = await childrenOf(executionArn);
      const seen = { ...(await historyOf(executionArn)) };
      for (const child of children) {
        const { transitions, events } = await historyOf(child);
        seen.transitions += transitions;
        seen.events += events;
      }
      const jobs = (await jobsRun()) - before;
      return { status, ...seen, childWorkflows: children.length, calls: counted, jobs };
    },
    stop: async () => {
      for (const each of [sfn, batch, s3]) each.destroy();
      await aws.stop();
    },
  };
}
