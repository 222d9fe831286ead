import { statesOf, tasksOf } from '../machine-files.ts';
import {
  listOf,
  ofType,
  type Property,
  type Resource,
  referencesIn,
  type Template,
} from '../packaged-template.ts';
import type { Check } from './check.ts';
import { definitionOf } from './definition.ts';
import { neededBy, neededByMap } from './needed-actions.ts';
import { grantsOf, type Statement, textsOf } from './policies.ts';

const LOG_DELIVERY = ['logs:CreateLogDelivery', 'logs:UpdateLogDelivery', 'logs:PutResourcePolicy'];
const POLL = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/** Whoever does something has a role that allows it, on the thing itself. */
export const permissions: Check = {
  name: 'permissions',
  findings: (template) => [
    ...machines(template),
    ...targets(template),
    ...mappings(template),
    ...jobs(template),
  ],
};

const roleOf = ({ Resources }: Template, reference: Property | undefined) =>
  Resources[referencesIn(reference ?? null)[0] ?? ''];

function lacking(role: Resource | undefined, needed: readonly string[]): string[] {
  const granted = role === undefined ? [] : grantsOf(role).flatMap(({ Action }) => textsOf(Action));
  return [...new Set(needed)].filter((action) => !granted.includes(action));
}

const machines = (template: Template) =>
  ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, machine]) => {
    const definition = definitionOf(machine);
    if (definition === undefined) return [];
    const needed = [
      ...tasksOf(definition).flatMap(([, task]) => neededBy(task)),
      ...statesOf(definition).flatMap(([, state]) => neededByMap(state)),
      ...LOG_DELIVERY,
    ];
    return lacking(roleOf(template, machine.Properties['RoleArn']), needed).map(
      (action) => `${id}: its role lacks ${action}`,
    );
  });

/** Parameter of a task → the action that must be granted on what it names. */
const TARGETS = {
  FunctionName: 'lambda:InvokeFunction',
  QueueUrl: 'sqs:SendMessage',
  TopicArn: 'sns:Publish',
  JobQueue: 'batch:SubmitJob',
};

const targets = (template: Template) =>
  ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, machine]) => {
    const definition = definitionOf(machine);
    const role = roleOf(template, machine.Properties['RoleArn']);
    if (definition === undefined || role === undefined) return [];
    const substitutions = (machine.Properties['DefinitionSubstitutions'] ?? {}) as Statement;
    return tasksOf(definition).flatMap(([state, { Parameters = {} }]) =>
      Object.entries(TARGETS).flatMap(([parameter, action]) => {
        const [target] = referencesIn(substitutions[String(Parameters[parameter]).slice(2, -1)] ?? null);
        const granted = grantsOf(role)
          .filter(({ Action }) => textsOf(Action).includes(action))
          .flatMap(({ Resource }) => referencesIn(Resource ?? null));
        return target === undefined || granted.includes(target)
          ? []
          : [`${id}/${state}: its role does not allow ${action} on ${target}`];
      }),
    );
  });

const mappings = (template: Template) =>
  ofType(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, { Properties }]) => {
    const called = template.Resources[referencesIn(Properties['FunctionName'] ?? null)[0] ?? ''];
    return lacking(roleOf(template, called?.Properties['Role']), POLL).map(
      (action) => `${id}: the function's role lacks ${action}`,
    );
  });

/** Fargate starts a job with its execution role: the image, the log. */
const jobs = (template: Template) =>
  ofType(template, 'AWS::Batch::JobDefinition').flatMap(([id, { Properties }]) => {
    const container = Properties['ContainerProperties'] as Statement;
    const start = [
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ];
    const [logged] = referencesIn(container['LogConfiguration'] ?? null);
    const role = roleOf(template, container['ExecutionRoleArn']);
    const written = (role === undefined ? [] : grantsOf(role))
      .filter(({ Action }) => listOf(Action).includes('logs:PutLogEvents'))
      .flatMap(({ Resource }) => referencesIn(Resource ?? null));
    return [
      ...lacking(role, start).map((action) => `${id}: its execution role lacks ${action}`),
      ...(logged === undefined || written.includes(logged) ? [] : [`${id}: its log cannot be written`]),
    ];
  });
