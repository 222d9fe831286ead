import type {
  ListStateMachineAliasesCommandInput,
  ListStateMachineAliasesCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { isVersion, qualifiedArn, unqualified } from '../arn.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** All of a state machine, or those that lead to one of its versions. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export const listStateMachineAliases = ({
  machines,
  aliases,
}: StatesParts): Operation<
  ListStateMachineAliasesCommandInput,
  Omit<ListStateMachineAliasesCommandOutput, '$metadata'>
> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: (input) => {
    const { stateMachineArn = '' } = input;
    const qualified = qualifiedArn(stateMachineArn);
    machines.get(qualified.stateMachineArn);
    const all = isVersion(qualified)
      ? aliases.leadingTo(stateMachineArn, qualified.stateMachineArn)
      : aliases.of(qualified.stateMachineArn);
    const { items, nextToken } = page(all, input, ({ stateMachineAliasArn }) => stateMachineAliasArn);
    return {
      stateMachineAliases: items.map(({ stateMachineAliasArn, createdAt }) => ({
        stateMachineAliasArn,
        creationDate: new Date(createdAt),
      })),
      nextToken,
    };
  },
});
