import type { CreateStateMachineCommandInput, CreateStateMachineCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { stateMachineArn } from '../arn.ts';
import { requireAssumable } from '../assumable-role.ts';
import { requireEncryption } from '../encryption-configuration.ts';
import { stateMachineAlreadyExists } from '../errors.ts';
import { machineLogging } from '../logging-configuration.ts';
import { requireName } from '../names.ts';
import type { StatesParts } from '../parts.ts';
import { requirePermissions } from '../required-permissions.ts';
import { isSameMachine, type MachineSettings } from '../state-machines.ts';
import { requirePublished } from '../versions.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine = (
  parts: StatesParts,
): Operation<CreateStateMachineCommandInput, Omit<CreateStateMachineCommandOutput, '$metadata'>> => {
  const { config, clock, machines, versions, tags } = parts;
  const arnOf = (name: string) => stateMachineArn(config.region, config.accountId, name);
  return {
    authorize: ({ name = '' }) => ({ resources: [arnOf(name)] }),
    run: async ({ name = '', definition = '', roleArn = '', ...input }) => {
      const { type = 'STANDARD', publish = false, versionDescription, encryptionConfiguration } = input;
      const arn = arnOf(requireName(name));
      requirePublished(publish, versionDescription);
      requireEncryption(encryptionConfiguration);
      const settings: MachineSettings = {
        type,
        definitionId: machines.keepDefinition(definition, type),
        loggingConfiguration: machineLogging(input.loggingConfiguration, parts.logs),
        tracingConfiguration: { enabled: input.tracingConfiguration?.enabled ?? false },
        ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
        publishedAtCreation: publish,
        ...(versionDescription === undefined ? {} : { versionDescriptionAtCreation: versionDescription }),
      };
      await requireAssumable(roleArn, arn, parts);
      requirePermissions({ roleArn, definition, loggingConfiguration: settings.loggingConfiguration }, parts);
      const existing = machines.find(arn);
      if (existing !== undefined && !isSameMachine(existing, settings)) throw stateMachineAlreadyExists(arn);
      const now = clock.now();
      const machine = existing ?? {
        stateMachineArn: arn,
        name,
        roleArn,
        lastVersion: 0,
        createdAt: now,
        updatedAt: now,
        ...settings,
      };
      if (existing === undefined) {
        tags.add(arn, input.tags ?? []);
        machines.put(machine);
      }
      const version = publish ? versions.publish(machine, versionDescription, now) : undefined;
      return {
        stateMachineArn: arn,
        creationDate: new Date(machine.createdAt),
        ...(version === undefined ? {} : { stateMachineVersionArn: version.stateMachineVersionArn }),
      };
    },
  };
};
