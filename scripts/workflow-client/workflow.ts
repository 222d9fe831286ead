import { paginateListStateMachines } from '@aws-sdk/client-sfn';
import { CommandFailure } from './command-failure.ts';
import type { Stage } from './stage.ts';

export const SERVICE = 'batch-workflows';

/** A workflow's state machine in a stage. */
export interface Workflow {
  readonly name: string;
  readonly stateMachineArn: string;
}

/** Finds a workflow (`fan-out-batch-jobs`) in a stage. @throws CommandFailure naming those that are there */
export async function findWorkflow(stage: Stage, name: string): Promise<Workflow> {
  const workflows = await listWorkflows(stage);
  const found = workflows.find((workflow) => workflow.name === name);
  if (found !== undefined) return found;
  const there = workflows.map((workflow) => workflow.name).join(', ');
  throw new CommandFailure(
    there === ''
      ? `the stage ${stage.name} has no workflows; ${stage.isLocal ? 'start it with: pnpm local' : `deploy it with: pnpm run deploy --stage ${stage.name}`}`
      : `the stage ${stage.name} has no workflow ${JSON.stringify(name)}; it has ${there}`,
  );
}

export async function listWorkflows(stage: Stage): Promise<Workflow[]> {
  const prefix = `${SERVICE}-${stage.name}-`;
  const workflows: Workflow[] = [];
  for await (const page of paginateListStateMachines({ client: stage.sfn }, {})) {
    for (const { name = '', stateMachineArn = '' } of page.stateMachines ?? []) {
      if (name.startsWith(prefix)) workflows.push({ name: name.slice(prefix.length), stateMachineArn });
    }
  }
  return workflows;
}
