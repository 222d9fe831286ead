import type { ListExecutionsCommandInput, ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { validation } from '../errors.ts';
import { requireArn } from '../names.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** The newest first. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions = ({
  machines,
  executions,
}: StatesParts): Operation<ListExecutionsCommandInput, Omit<ListExecutionsCommandOutput, '$metadata'>> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [stateMachineArn] }),
  run: (input) => {
    const { stateMachineArn, statusFilter } = input;
    if (stateMachineArn === undefined) {
      throw validation('Must specify a stateMachineArn; the local run has no map runs to list');
    }
    machines.get(requireArn(stateMachineArn, 'stateMachine'));
    const found = executions
      .all()
      .filter((execution) => execution.stateMachineArn === stateMachineArn)
      .filter(({ status }) => statusFilter === undefined || status === statusFilter)
      .reverse();
    const { items, nextToken } = page(found, input, { byDefault: 100, most: 1000 });
    return {
      executions: items.map((execution) => ({
        executionArn: execution.executionArn,
        stateMachineArn: execution.stateMachineArn,
        name: execution.name,
        status: execution.status,
        startDate: new Date(execution.startedAt),
        ...(execution.stoppedAt === undefined ? {} : { stopDate: new Date(execution.stoppedAt) }),
        redriveCount: 0,
      })),
      nextToken,
    };
  },
});
