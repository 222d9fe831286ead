import { describe, expect, it } from '@jest/globals';
import { KNOWN_TO_NEED_STAR, neededBy, neededByMap } from './checks/needed-actions.ts';
import { statesOf, tasksOf } from './machine-files.ts';
import {
  listOf,
  objectsIn,
  ofType,
  type Property,
  packageTemplate,
  type Resource,
  referencesIn,
} from './packaged-template.ts';

type Statement = { readonly [name: string]: Property };

const template = packageTemplate('dev');
const { Resources } = template;
const roles = ofType(template, 'AWS::IAM::Role');
const machines = ofType(template, 'AWS::StepFunctions::StateMachine');

const statementsOf = ({ Properties }: Resource): Statement[] =>
  [...objectsIn(Properties['Policies'])]
    .map(([, object]) => object)
    .filter(({ Effect }) => Effect !== undefined);
const actionsOf = (statements: readonly Statement[]) =>
  statements
    .flatMap(({ Action }) => listOf(Action))
    .map(String)
    .sort();
const trustOf = ({ Properties }: Resource): Statement => {
  const statements = listOf((Properties['AssumeRolePolicyDocument'] as Statement)['Statement']);
  expect(statements).toHaveLength(1);
  return statements[0] as Statement;
};
const roleOf = ({ Properties }: Resource, property: string): string =>
  referencesIn(Properties[property] ?? null)[0] ?? '';

/** Why a statement is broader than one resource: by its Sid, in the role's Metadata. */
const reasonsOf = ({ Metadata = {} }: Resource): Statement => (Metadata['Reasons'] ?? {}) as Statement;

describe.each(roles)('%s', (_, role) => {
  it('grants no action by a wildcard', () => {
    const granted = statementsOf(role);
    expect(granted).not.toEqual([]);
    expect(actionsOf(granted).filter((action) => action.includes('*'))).toEqual([]);
    for (const statement of granted)
      expect(Object.keys(statement)).not.toEqual(expect.arrayContaining(['NotAction', 'NotResource']));
  });

  it('grants every resource only where AWS knows nothing narrower', () => {
    const everywhere = statementsOf(role).filter(({ Resource }) => listOf(Resource).includes('*'));
    expect(actionsOf(everywhere).filter((action) => KNOWN_TO_NEED_STAR[action] === undefined)).toEqual([]);
  });

  it('says why of each statement that grants every resource, and of no statement that it does not have', () => {
    const sids = statementsOf(role).map(({ Sid }) => String(Sid));
    const everywhere = statementsOf(role).filter(({ Resource }) => listOf(Resource).includes('*'));
    for (const { Sid } of everywhere) expect(reasonsOf(role)[String(Sid)]).toMatch(/AWS knows no resource/);
    for (const [sid, reason] of Object.entries(reasonsOf(role))) {
      expect(sids).toContain(sid);
      expect(String(reason)).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  it('names each of its statements', () => {
    const names = statementsOf(role).map(({ Sid }) => Sid);
    expect(names).toEqual([...new Set(names)]);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  it('is assumed by one service, in the name of this account', () => {
    const { Principal, Action, Condition } = trustOf(role);
    expect(Action).toBe('sts:AssumeRole');
    const service = (Principal as Statement)['Service'];
    // Lambda documents neither key for the assuming of an execution role.
    if (service === 'lambda.amazonaws.com') return expect(Condition).toBeUndefined();
    expect(['states.amazonaws.com', 'ecs-tasks.amazonaws.com']).toContain(service);
    expect(Condition).toMatchObject({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: { 'aws:SourceArn': { 'Fn::Sub': expect.stringMatching(/:\$\{AWS::AccountId\}:/) } },
    });
  });
});

describe('the roles', () => {
  it('are one for each machine, function and job, and one to start jobs', () => {
    const used = [
      ...machines.map(([, machine]) => roleOf(machine, 'RoleArn')),
      ...ofType(template, 'AWS::Lambda::Function').map(([, fn]) => roleOf(fn, 'Role')),
      ...ofType(template, 'AWS::Batch::JobDefinition').map(([, { Properties }]) =>
        roleOf({ Type: '', Properties: Properties['ContainerProperties'] as Statement }, 'JobRoleArn'),
      ),
      'BatchExecutionRole',
    ];
    expect(used.sort()).toEqual(roles.map(([id]) => id).sort());
  });

  it('leave no reason for `*` unused', () => {
    const everywhere = roles
      .flatMap(([, role]) => statementsOf(role))
      .filter(({ Resource }) => listOf(Resource).includes('*'));
    expect([...new Set(actionsOf(everywhere))]).toEqual(Object.keys(KNOWN_TO_NEED_STAR).sort());
  });
});

describe.each(machines)('the role of %s', (_, machine) => {
  const role = Resources[roleOf(machine, 'RoleArn')] as Resource;
  const own = statementsOf(role).filter(({ Sid }) => Sid !== 'DeliverLogs' && Sid !== 'Trace');
  const definition = JSON.parse(String(machine.Properties['DefinitionString']));
  const substitutions = machine.Properties['DefinitionSubstitutions'] as Statement;

  it('allows what its tasks do, and nothing else', () => {
    const needed = new Set([
      ...tasksOf(definition).flatMap(([, task]) => neededBy(task)),
      ...statesOf(definition).flatMap(([, state]) => neededByMap(state)),
    ]);
    expect([...new Set(actionsOf(own))]).toEqual([...needed].sort());
  });

  it('is assumed for this machine only', () => {
    expect(trustOf(role)['Condition']).toMatchObject({
      ArnLike: {
        'aws:SourceArn': {
          'Fn::Sub': expect.stringMatching(
            new RegExp(`:stateMachine:${machine.Properties['StateMachineName']}$`),
          ),
        },
      },
    });
  });

  it('names the very functions, queue and topic that its tasks call', () => {
    const called = (action: string) =>
      referencesIn(own.find(({ Action }) => Action === action)?.['Resource'] ?? null).filter(
        (name) => !name.startsWith('AWS::'),
      );
    const targets = (parameter: string) => {
      const names = tasksOf(definition).flatMap(([, { Parameters = {} }]) => Parameters[parameter] ?? []);
      return [
        ...new Set(names.map((name) => referencesIn(substitutions[String(name).slice(2, -1)] ?? null)[0])),
      ];
    };
    expect(called('lambda:InvokeFunction')).toEqual(targets('FunctionName'));
    expect(called('sqs:SendMessage')).toEqual(targets('QueueUrl'));
    expect(called('sns:Publish')).toEqual(targets('TopicArn'));
    expect(called('batch:SubmitJob')).toEqual(targets('JobQueue'));
  });

  it('submits the very job definitions that its tasks name, in any revision', () => {
    const { Resource = [] } = own.find(({ Action }) => Action === 'batch:SubmitJob') ?? {};
    const allowed = listOf(Resource).flatMap((resource) => {
      const { 'Fn::Sub': arn } = resource as Statement;
      return typeof arn === 'string' ? [arn.replace(/.*:job-definition\//, '')] : [];
    });
    const named = tasksOf(definition).flatMap(([, { Parameters = {} }]) => Parameters['JobDefinition'] ?? []);
    const wanted = named.map(
      (name) => `${Resources[String(name).slice(2, -1)]?.Properties['JobDefinitionName']}:*`,
    );
    expect(allowed.sort()).toEqual([...new Set(wanted)].sort());
  });
});
