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
    new StartExecutionCommand({
      stateMachineArn: workflow.stateMachineArn,
      name,
      input: JSON.stringify(input),
    }),
  );
  const jobs = new JobProgress();
  const end = await follow(stage, executionArn, (event) => {
    const wasInMap = jobs.inMap;
    jobs.add(event);
    const line = narrate(event);
    // Inside the Map the bar tells more than eleven times the same names.
    if (line !== undefined && !(wasInMap && jobs.inMap)) say(line);
    if (jobs.inMap || wasInMap) screen.status(jobsBar(jobs));
    if (wasInMap && !jobs.inMap) screen.endStatus();
  });
  if (end.status !== 'SUCCEEDED') for (const line of explainFailure(end)) say(line);
  return { workflow, name, end };
}

function jobsBar({ counts: { planned, underWay, done, failed } }: JobProgress): string {
  const wrong = failed > 0 ? `, ${failed} failed` : '';
  return `${bar(done, planned, 30)} ${done}/${planned} jobs done, ${underWay} under way${wrong}`;
}
