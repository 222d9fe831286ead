import type { CreateStateMachineCommandInput, CreateStateMachineCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireAssumable } from '../assumable-role.ts';
import { stateMachineAlreadyExists } from '../errors.ts';
import { requireName, stateMachineArn } from '../names.ts';
import type { StatesParts } from '../parts.ts';
import { newRevisionId, type StateMachineRecord } from '../state-machines.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine = (
  parts: StatesParts,
): Operation<CreateStateMachineCommandInput, Omit<CreateStateMachineCommandOutput, '$metadata'>> => {
  const { config, clock, machines } = parts;
  const arnOf = (name: string) => stateMachineArn(config.region, config.accountId, name);
  return {
    authorize: ({ name = '' }) => ({ resources: [arnOf(name)] }),
    run: async ({ name = '', definition = '', roleArn = '', ...input }) => {
      const arn = arnOf(requireName(name));
      const definitionId = machines.keepDefinition(definition);
      await requireAssumable(roleArn, arn, parts);
      const existing = machines.find(arn);
      const wanted = {
        type: input.type ?? 'STANDARD',
        roleArn,
        definitionId,
        loggingConfiguration: input.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: input.tracingConfiguration ?? { enabled: false },
      } as const;
      if (existing !== undefined) {
        if (!isSame(existing, wanted)) throw stateMachineAlreadyExists(arn);
        return { stateMachineArn: arn, creationDate: new Date(existing.createdAt) };
      }
      const now = clock.now();
      machines.put({
        stateMachineArn: arn,
        name,
        revisionId: newRevisionId(),
        createdAt: now,
        updatedAt: now,
        ...wanted,
      });
      return { stateMachineArn: arn, creationDate: new Date(now) };
    },
  };
};

type Wanted = Omit<StateMachineRecord, 'stateMachineArn' | 'name' | 'revisionId' | 'createdAt' | 'updatedAt'>;

/** CreateStateMachine is idempotent: asked for the same machine again, AWS answers with it. */
const isSame = (existing: StateMachineRecord, wanted: Wanted) =>
  existing.type === wanted.type &&
  existing.definitionId === wanted.definitionId &&
  existing.roleArn === wanted.roleArn &&
  JSON.stringify(existing.loggingConfiguration) === JSON.stringify(wanted.loggingConfiguration) &&
  JSON.stringify(existing.tracingConfiguration) === JSON.stringify(wanted.tracingConfiguration);
