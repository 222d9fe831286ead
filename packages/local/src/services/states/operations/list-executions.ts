import type { ListExecutionsCommandInput, ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { qualifiedArn, requireArn, unqualified } from '../arn.ts';
import { resourceNotFound, stateMachineTypeNotSupported, validation } from '../errors.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** The newest first. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions = ({
  machines,
  executions,
  mapRuns,
}: StatesParts): Operation<ListExecutionsCommandInput, Omit<ListExecutionsCommandOutput, '$metadata'>> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: (input) => {
    const { stateMachineArn, mapRunArn, statusFilter, redriveFilter } = input;
    if ((stateMachineArn === undefined) === (mapRunArn === undefined))
      throw validation('Must specify exactly one of a stateMachineArn or a mapRunArn');
    if (statusFilter === 'PENDING_REDRIVE' && mapRunArn === undefined)
      throw validation('The statusFilter PENDING_REDRIVE needs a mapRunArn');
    const all = (): ExecutionRecord[] => {
      if (stateMachineArn === undefined) {
        const found = mapRuns.find(requireArn(mapRunArn ?? '', 'mapRun'));
        if (found === undefined) throw resourceNotFound(mapRunArn ?? '');
        if (found.run.isExpress) throw stateMachineTypeNotSupported();
        return mapRuns.children(found);
      }
      const { type } = machines.get(qualifiedArn(stateMachineArn).stateMachineArn);
      if (type === 'EXPRESS') throw stateMachineTypeNotSupported();
      return executions.all().filter((execution) => isOf(execution, stateMachineArn));
    };
    const found = all()
      .filter(({ status }) => statusFilter === undefined || status === statusFilter)
      .filter(
        ({ redriveCount = 0 }) => redriveFilter === undefined || redriveFilter === filterOf(redriveCount),
      )
      .reverse()
      .sort((a, b) => b.startedAt - a.startedAt);
    const { items, nextToken } = page(found, input, ({ executionArn }) => executionArn);
    return {
      executions: items.map((execution) => ({
        executionArn: execution.executionArn,
        stateMachineArn: execution.stateMachineArn,
        stateMachineVersionArn: execution.stateMachineVersionArn,
        stateMachineAliasArn: execution.stateMachineAliasArn,
        mapRunArn,
        name: execution.name,
        status: execution.status,
        startDate: new Date(execution.startedAt),
        ...(execution.stoppedAt === undefined ? {} : { stopDate: new Date(execution.stoppedAt) }),
        redriveCount: execution.redriveCount ?? 0,
        ...(execution.redrivenAt === undefined ? {} : { redriveDate: new Date(execution.redrivenAt) }),
      })),
      nextToken,
    };
  },
});

const filterOf = (redriveCount: number) => (redriveCount > 0 ? 'REDRIVEN' : 'NOT_REDRIVEN');

/** Started by that very ARN: of a version or an alias, or of the state machine whatever it was started by. */
const isOf = (execution: ExecutionRecord, arn: string) =>
  execution.stateMachineArn === arn ||
  execution.stateMachineVersionArn === arn ||
  execution.stateMachineAliasArn === arn;
