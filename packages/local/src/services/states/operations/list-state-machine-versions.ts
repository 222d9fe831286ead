import type {
  ListStateMachineVersionsCommandInput,
  ListStateMachineVersionsCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn, unqualified } from '../arn.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** The newest first; none for a state machine that does not exist. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export const listStateMachineVersions = ({
  versions,
}: StatesParts): Operation<
  ListStateMachineVersionsCommandInput,
  Omit<ListStateMachineVersionsCommandOutput, '$metadata'>
> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: (input) => {
    const all = versions.of(requireArn(input.stateMachineArn ?? '', 'stateMachine'));
    const { items, nextToken } = page(all, input, ({ stateMachineVersionArn }) => stateMachineVersionArn);
    return {
      stateMachineVersions: items.map(({ stateMachineVersionArn, createdAt }) => ({
        stateMachineVersionArn,
        creationDate: new Date(createdAt),
      })),
      nextToken,
    };
  },
});
