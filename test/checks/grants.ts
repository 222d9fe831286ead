import { listOf, ofType, type Resource } from '../packaged-template.ts';
import type { Check } from './check.ts';
import { KNOWN_TO_NEED_STAR } from './needed-actions.ts';
import { grantsOf, type Statement, textsOf } from './policies.ts';

/** A role is for one service of this account, and grants nothing broader than AWS can name. */
export const grants: Check = {
  name: 'grants',
  findings: (template) =>
    ofType(template, 'AWS::IAM::Role').flatMap(([id, role]) =>
      [...broad(role), ...unreasoned(role), ...anyService(role), ...managed(role)].map(
        (what) => `${id}${what}`,
      ),
    ),
};

const broad = (role: Resource) =>
  grantsOf(role).flatMap((statement) => {
    const { Sid, Action, Resource } = statement;
    const actions = textsOf(Action);
    const wild = actions.filter((action) => action.includes('*'));
    const everywhere = listOf(Resource).includes('*')
      ? actions.filter((action) => KNOWN_TO_NEED_STAR[action] === undefined)
      : [];
    return [
      ...wild.map((action) => `.${Sid}: grants ${action}`),
      ...everywhere.map((action) => `.${Sid}: grants ${action} on everything`),
      ...['NotAction', 'NotResource']
        .filter((name) => Object.hasOwn(statement, name))
        .map((name) => `.${Sid}: grants by ${name}`),
    ];
  });

const unreasoned = (role: Resource) => {
  const reasons = (role.Metadata?.['Reasons'] ?? {}) as Statement;
  return grantsOf(role)
    .filter(({ Sid, Resource }) => listOf(Resource).includes('*') && reasons[String(Sid)] === undefined)
    .map(({ Sid }) => `.${Sid}: grants everything without a reason in the Metadata`);
};

/** Lambda documents neither key for the assuming of an execution role. */
const anyService = ({ Properties }: Resource) => {
  const document = (Properties['AssumeRolePolicyDocument'] ?? {}) as Statement;
  return (listOf(document['Statement']) as Statement[]).flatMap(({ Principal, Condition }) => {
    const { Service } = (Principal === '*' ? {} : Principal) as Statement;
    if (typeof Service !== 'string') return ['.trust: is not one service'];
    if (Service === 'lambda.amazonaws.com') return [];
    const text = JSON.stringify(Condition ?? {});
    return ['aws:SourceAccount', 'aws:SourceArn']
      .filter((key) => !text.includes(key))
      .map((key) => `.trust: ${Service} may assume it for any ${key}`);
  });
};

const managed = ({ Properties }: Resource) =>
  textsOf(Properties['ManagedPolicyArns']).map((arn) => `.${arn}: is broader than this role needs`);
