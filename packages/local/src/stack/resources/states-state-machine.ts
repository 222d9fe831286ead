import {
  type CreateStateMachineInput,
  CreateStateMachineInput$,
  type UpdateStateMachineInput,
  UpdateStateMachineInput$,
} from '@aws-sdk/client-sfn';
import { apiShape } from '../api-shape.ts';
import { definitionText } from '../definition-text.ts';
import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { unless } from '../resource.ts';

const passedOn = ['EncryptionConfiguration', 'LoggingConfiguration', 'RoleArn', 'TracingConfiguration'];

/** What an update says for a property that the template no longer gives. */
const defaults = { LoggingConfiguration: { Level: 'OFF' }, TracingConfiguration: { Enabled: false } };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html */
export const statesStateMachine: ResourceModule = {
  known: {
    applied: [
      'Definition',
      'DefinitionString',
      'DefinitionSubstitutions',
      'StateMachineName',
      'StateMachineType',
      ...passedOn,
    ],
    inert: { Tags: 'nothing local reads them' },
  },
  async find(properties, context) {
    const made = machine(properties, context);
    const input = { stateMachineArn: made.physicalId };
    const found = context.call('states', 'DescribeStateMachine', input, context.owner);
    return (await unless(['StateMachineDoesNotExist'], found)) === undefined ? undefined : made;
  },
  async create(properties, context) {
    const made = machine(properties, context);
    const type = properties.values['StateMachineType'];
    const shaped = apiShape<CreateStateMachineInput>(
      CreateStateMachineInput$,
      {
        Name: made.attributes['Name'] ?? '',
        Definition: definitionText(properties),
        ...(type === undefined ? {} : { Type: type }),
        ...properties.only(...passedOn),
      },
      properties.place,
    );
    await context.call('states', 'CreateStateMachine', shaped, context.owner);
    return made;
  },
  async update(properties, context, found) {
    const shaped = apiShape<UpdateStateMachineInput>(
      UpdateStateMachineInput$,
      { Definition: definitionText(properties), ...defaults, ...properties.only(...passedOn) },
      properties.place,
    );
    const input = { ...shaped, stateMachineArn: found.physicalId };
    await context.call('states', 'UpdateStateMachine', input, context.owner);
    return found;
  },
  async remove({ physicalId: stateMachineArn }, context) {
    await context.call('states', 'DeleteStateMachine', { stateMachineArn }, context.owner);
  },
};

function machine(properties: Properties, { config, nameUpTo }: ResourceContext): Made {
  const Name = properties.optionalText('StateMachineName') ?? nameUpTo(80);
  const Arn = `arn:aws:states:${config.region}:${config.accountId}:stateMachine:${Name}`;
  return { physicalId: Arn, attributes: { Arn, Name } };
}
