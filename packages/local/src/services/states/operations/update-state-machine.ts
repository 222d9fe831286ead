import type { UpdateStateMachineCommandInput, UpdateStateMachineCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireMachineArn, unqualified } from '../arn.ts';
import { requireAssumable } from '../assumable-role.ts';
import { requireEncryption } from '../encryption-configuration.ts';
import { missingRequiredParameter } from '../errors.ts';
import { machineLogging } from '../logging-configuration.ts';
import type { StatesParts } from '../parts.ts';
import { requirePermissions } from '../required-permissions.ts';
import { isSameMachine, newRevisionId } from '../state-machines.ts';
import { requirePublished } from '../versions.ts';

/**
 * Running executions keep their definition; what changes nothing makes no revision.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 */
export const updateStateMachine = (
  parts: StatesParts,
): Operation<UpdateStateMachineCommandInput, Omit<UpdateStateMachineCommandOutput, '$metadata'>> => {
  const { clock, machines, versions } = parts;
  return {
    authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
    run: async ({ stateMachineArn = '', definition, roleArn, ...input }) => {
      const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
      const { publish = false, versionDescription } = input;
      machines.get(requireMachineArn(stateMachineArn));
      requirePublished(publish, versionDescription);
      requireEncryption(encryptionConfiguration);
      const changes = [
        definition,
        roleArn,
        loggingConfiguration,
        tracingConfiguration,
        encryptionConfiguration,
      ];
      if (changes.every((change) => change === undefined)) {
        throw missingRequiredParameter(
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      const logging =
        loggingConfiguration === undefined ? undefined : machineLogging(loggingConfiguration, parts.logs);
      const { type } = machines.get(stateMachineArn);
      const definitionId = definition === undefined ? undefined : machines.keepDefinition(definition, type);
      if (roleArn !== undefined) await requireAssumable(roleArn, stateMachineArn, parts);
      const now = clock.now();
      const machine = machines.get(stateMachineArn);
      requirePermissions(
        {
          roleArn: roleArn ?? machine.roleArn,
          definition: definition ?? machines.definition(machine.definitionId),
          loggingConfiguration: logging ?? machine.loggingConfiguration,
        },
        parts,
      );
      const changed = {
        ...machine,
        definitionId: definitionId ?? machine.definitionId,
        roleArn: roleArn ?? machine.roleArn,
        loggingConfiguration: logging ?? machine.loggingConfiguration,
        tracingConfiguration:
          tracingConfiguration === undefined
            ? machine.tracingConfiguration
            : { enabled: tracingConfiguration.enabled ?? false },
        ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
      };
      const isChanged = changed.roleArn !== machine.roleArn || !isSameMachine(machine, changed);
      const updated = isChanged ? { ...changed, revisionId: newRevisionId(), updatedAt: now } : machine;
      machines.put(updated);
      const version = publish ? versions.publish(updated, versionDescription, now) : undefined;
      return {
        updateDate: new Date(now),
        ...(updated.revisionId === undefined ? {} : { revisionId: updated.revisionId }),
        ...(version === undefined ? {} : { stateMachineVersionArn: version.stateMachineVersionArn }),
      };
    },
  };
};
