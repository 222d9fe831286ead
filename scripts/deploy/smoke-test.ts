import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { uploadFlights } from '../demo/flights.ts';
import { CommandFailure } from '../workflow-client/command-failure.ts';
import { explainFailure } from '../workflow-client/explain-failure.ts';
import { follow } from '../workflow-client/follow.ts';
import { narrate } from '../workflow-client/narrate.ts';
import { openStage } from '../workflow-client/stage.ts';
import { findWorkflow } from '../workflow-client/workflow.ts';
import type { Target } from './target.ts';

const WORKFLOW = 'manage-batch-job';

/**
 * Runs one job over one row group of the flights: the image, the network, the roles and the logs have to be right.
 * @throws CommandFailure when the execution does not succeed
 */
export async function smokeTest(
  { stage: stageName, s3 }: Target,
  bucket: string,
  name: string,
  say: (line: string) => void,
): Promise<void> {
  const stage = openStage(stageName);
  const input = await uploadFlights(s3, bucket);
  const { stateMachineArn } = await findWorkflow(stage, WORKFLOW);
  const output = `s3://${bucket}/results/${WORKFLOW}/${name}/partial.json`;
  const { executionArn = '' } = await stage.sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      name,
      input: JSON.stringify({ input, rowGroups: '0', output }),
    }),
  );
  say(`Smoke test: ${executionArn}`);
  const end = await follow(stage, executionArn, (event) => {
    const line = narrate(event);
    if (line !== undefined) say(`  ${line}`);
  });
  if (end.status === 'SUCCEEDED') return;
  const history = `pnpm execution history ${WORKFLOW} --stage ${stageName} --name ${name}`;
  throw new CommandFailure(
    [
      'the stack is deployed, but its smoke test did not succeed:',
      ...explainFailure(end),
      `See: ${history}`,
    ].join('\n'),
  );
}
