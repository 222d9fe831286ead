import type { ListStateMachinesCommandInput, ListStateMachinesCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines = ({
  machines,
}: StatesParts): Operation<
  ListStateMachinesCommandInput,
  Omit<ListStateMachinesCommandOutput, '$metadata'>
> => ({
  run: (input) => {
    const all = machines.all().sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, nextToken } = page(all, input, ({ name }) => name);
    return {
      stateMachines: items.map((machine) => ({
        stateMachineArn: machine.stateMachineArn,
        name: machine.name,
        type: machine.type,
        creationDate: new Date(machine.createdAt),
      })),
      nextToken,
    };
  },
});
