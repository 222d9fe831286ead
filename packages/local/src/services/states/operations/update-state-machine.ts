import type { UpdateStateMachineCommandInput, UpdateStateMachineCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireAssumable } from '../assumable-role.ts';
import { missingRequiredParameter } from '../errors.ts';
import { requireArn } from '../names.ts';
import type { StatesParts } from '../parts.ts';
import { newRevisionId } from '../state-machines.ts';

/** Running executions keep their definition. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export const updateStateMachine = (
  parts: StatesParts,
): Operation<UpdateStateMachineCommandInput, Omit<UpdateStateMachineCommandOutput, '$metadata'>> => {
  const { clock, machines } = parts;
  return {
    authorize: ({ stateMachineArn = '*' }) => ({ resources: [stateMachineArn] }),
    run: async ({
      stateMachineArn = '',
      definition,
      roleArn,
      loggingConfiguration,
      tracingConfiguration,
    }) => {
      const machine = machines.get(requireArn(stateMachineArn, 'stateMachine'));
      const changes = [definition, roleArn, loggingConfiguration, tracingConfiguration];
      if (changes.every((change) => change === undefined)) {
        throw missingRequiredParameter(
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      const definitionId =
        definition === undefined ? machine.definitionId : machines.keepDefinition(definition);
      if (roleArn !== undefined) await requireAssumable(roleArn, stateMachineArn, parts);
      const updated = {
        ...machine,
        definitionId,
        roleArn: roleArn ?? machine.roleArn,
        loggingConfiguration: loggingConfiguration ?? machine.loggingConfiguration,
        tracingConfiguration: tracingConfiguration ?? machine.tracingConfiguration,
        revisionId: newRevisionId(),
        updatedAt: clock.now(),
      };
      machines.put(updated);
      return { updateDate: new Date(updated.updatedAt), revisionId: updated.revisionId };
    },
  };
};
