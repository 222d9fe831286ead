import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { explainFailure } from '../workflow-client/explain-failure.ts';
import { type ExecutionEnd, follow } from '../workflow-client/follow.ts';
import { JobProgress } from '../workflow-client/job-progress.ts';
import { narrate } from '../workflow-client/narrate.ts';
import type { Stage } from '../workflow-client/stage.ts';
import type { Workflow } from '../workflow-client/workflow.ts';
import { bar } from './bar.ts';
import type { Screen } from './screen.ts';

export interface Run {
  readonly workflow: Workflow;
  readonly name: string;
  readonly end: ExecutionEnd;
}

const NAME_WIDTH = 'service-integration-patterns'.length;
const FAN_OUT = 'fan-out-batch-jobs';

/** Runs a workflow to its end: a line for each state, and for the fan-out a bar of its jobs. */
export async function runWorkflow(
  stage: Stage,
  workflow: Workflow,
  name: string,
  input: object,
  screen: Screen,
): Promise<Run> {
  const say = (text: string) => screen.line(`${workflow.name.padEnd(NAME_WIDTH)}  ${text}`);
  const { executionArn = '' } = await stage.sfn.send(
    new StartExecutionCommand({ stateMachineArn: workflow.stateMachineArn, name, input: JSON.stringify(input) }),
  );
  const jobs = new JobProgress();
  let inMap = false;
  const end = await follow(stage, executionArn, (event) => {
    jobs.add(event);
    if (event.type === 'MapStateStarted') inMap = true;
    if (event.type === 'MapStateExited') inMap = false;
    const line = narrate(event);
    // Inside the Map the bar tells more than eleven times the same names.
    if (line !== undefined && (!inMap || event.type === 'MapStateStarted')) say(line);
    if (workflow.name === FAN_OUT) screen.status(jobsBar(jobs));
  });
  if (workflow.name === FAN_OUT) screen.endStatus();
  if (end.status !== 'SUCCEEDED') for (const line of explainFailure(end)) say(line);
  return { workflow, name, end };
}

function jobsBar(jobs: JobProgress): string {
  const { planned, submitted, succeeded, failed } = jobs.counts;
  if (planned === 0) return '';
  const wrong = failed > 0 ? `, ${failed} failed` : '';
  return `${bar(succeeded, planned, 30)} ${succeeded}/${planned} jobs done, ${submitted - succeeded} under way${wrong}`;
}
