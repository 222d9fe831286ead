import type {
  PublishStateMachineVersionCommandInput,
  PublishStateMachineVersionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireMachineArn, unqualified } from '../arn.ts';
import { conflict } from '../errors.ts';
import type { StatesParts } from '../parts.ts';

/** How a client names the revision of a state machine that was never updated. */
const INITIAL = 'INITIAL';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion = ({
  clock,
  machines,
  versions,
}: StatesParts): Operation<
  PublishStateMachineVersionCommandInput,
  Omit<PublishStateMachineVersionCommandOutput, '$metadata'>
> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: ({ stateMachineArn = '', revisionId, description }) => {
    const machine = machines.get(requireMachineArn(stateMachineArn));
    const current = machine.revisionId ?? INITIAL;
    if (revisionId !== undefined && revisionId !== current) {
      throw conflict(
        `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`,
      );
    }
    const version = versions.publish(machine, description, clock.now());
    return {
      creationDate: new Date(version.createdAt),
      stateMachineVersionArn: version.stateMachineVersionArn,
    };
  },
});
