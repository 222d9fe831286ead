import type {
  UpdateStateMachineAliasCommandInput,
  UpdateStateMachineAliasCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { routesOf } from '../aliases.ts';
import { requireArn, unqualified } from '../arn.ts';
import { validation } from '../errors.ts';
import type { StatesParts } from '../parts.ts';
import { routedMachine } from '../routing.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias = ({
  clock,
  versions,
  aliases,
}: StatesParts): Operation<
  UpdateStateMachineAliasCommandInput,
  Omit<UpdateStateMachineAliasCommandOutput, '$metadata'>
> => ({
  authorize: ({ stateMachineAliasArn = '*' }) => ({ resources: [unqualified(stateMachineAliasArn)] }),
  run: ({ stateMachineAliasArn = '', description, routingConfiguration }) => {
    if (description === undefined && routingConfiguration === undefined) {
      throw validation('Either the description or the routingConfiguration must be specified');
    }
    const alias = aliases.get(requireArn(stateMachineAliasArn, 'stateMachine'));
    const routes = routingConfiguration === undefined ? alias.routes : routesOf(routingConfiguration);
    if (routedMachine(routes, versions) !== alias.stateMachineArn) {
      throw validation(
        `Routing configuration must contain versions of '${alias.stateMachineArn}', which the alias belongs to`,
      );
    }
    const updatedAt = clock.now();
    aliases.put({ ...alias, ...(description === undefined ? {} : { description }), routes, updatedAt });
    return { updateDate: new Date(updatedAt) };
  },
});
