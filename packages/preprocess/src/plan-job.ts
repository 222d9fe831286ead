import { formatS3Uri } from '@batch-workflows/job/s3-uri';
import { jobNameOf } from './job-name.ts';
import type { PreprocessEvent } from './preprocess-event.ts';

/** What the state machine submits; `parameters` fill the `Ref::` places of the job definition's command. */
export interface PlannedJob {
  readonly jobName: string;
  readonly parameters: Readonly<Record<'input' | 'rowGroups' | 'output', string>>;
  readonly environment: readonly { readonly Name: string; readonly Value: string }[];
}

/** Plans the one job of an execution. The same execution plans the same job, so that a retried call changes nothing. */
export const planJob = ({ executionName, request }: PreprocessEvent, dataBucket: string): PlannedJob => ({
  jobName: jobNameOf(executionName),
  parameters: {
    input: request.input,
    rowGroups: request.rowGroups,
    output: request.output ?? defaultOutput(executionName, dataBucket),
  },
  environment: [{ Name: 'EXECUTION_NAME', Value: executionName }],
});

const defaultOutput = (executionName: string, bucket: string): string =>
  formatS3Uri({ bucket, key: `results/preprocess-batch-job/${executionName}/partial.json` });
