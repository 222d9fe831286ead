import { isDeepStrictEqual } from 'node:util';
import type {
  CreateStateMachineAliasCommandInput,
  CreateStateMachineAliasCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { routesOf } from '../aliases.ts';
import { unqualified } from '../arn.ts';
import { conflict } from '../errors.ts';
import type { StatesParts } from '../parts.ts';
import { routedMachine } from '../routing.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export const createStateMachineAlias = ({
  clock,
  versions,
  aliases,
}: StatesParts): Operation<
  CreateStateMachineAliasCommandInput,
  Omit<CreateStateMachineAliasCommandOutput, '$metadata'>
> => ({
  authorize: ({ routingConfiguration = [] }) => ({
    resources: [unqualified(routingConfiguration[0]?.stateMachineVersionArn ?? '*')],
  }),
  run: ({ name = '', description, routingConfiguration = [] }) => {
    const routes = routesOf(routingConfiguration);
    const stateMachineArn = routedMachine(routes, versions);
    const stateMachineAliasArn = `${stateMachineArn}:${name}`;
    const existing = aliases.find(stateMachineAliasArn);
    if (existing !== undefined) {
      if (existing.description !== description || !isDeepStrictEqual(existing.routes, routes)) {
        throw conflict(
          'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
        );
      }
      return { stateMachineAliasArn, creationDate: new Date(existing.createdAt) };
    }
    const now = clock.now();
    aliases.put({
      stateMachineAliasArn,
      stateMachineArn,
      name,
      ...(description === undefined ? {} : { description }),
      routes,
      createdAt: now,
      updatedAt: now,
    });
    return { stateMachineAliasArn, creationDate: new Date(now) };
  },
});
