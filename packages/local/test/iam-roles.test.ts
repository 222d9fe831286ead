import { describe, expect, it } from '@jest/globals';
import { authorizer } from '../src/iam/authorizer.ts';
import { accountOwner, awsService, type Identity } from '../src/iam/identity.ts';
import type { PolicyStatement } from '../src/iam/policy.ts';
import { type Role, Roles } from '../src/iam/roles.ts';
import { evaluateTrust } from '../src/iam/trust.ts';
import type { ServiceName } from '../src/service.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { ACCOUNT, frozenClock, REGION } from './front-door-fixture.ts';

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/job`;
const session: Identity = {
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/job/one`,
  roleArn: ROLE_ARN,
};
const trust = (...Statement: PolicyStatement[]) => ({ Version: '2012-10-17', Statement });
const role = (more: Partial<Role> = {}): Role => ({
  arn: ROLE_ARN,
  trustPolicy: trust(),
  policies: [],
  managedPolicyArns: [],
  ...more,
});
const config = { accountId: ACCOUNT, region: REGION, endpoint: () => '' };
const authorizerWith = (registered: Role | undefined, iam = true) => {
  const roles = new Roles(openMemoryStore());
  if (registered !== undefined) roles.put(registered);
  return authorizer({ config, clock: frozenClock, roles, iam });
};
const ask = (identity: Identity, registered: Role | undefined, iam?: boolean) => () =>
  authorizerWith(registered, iam).authorize(identity, 'batch', 'SubmitJob', {
    resources: ['arn:aws:batch:q'],
  });

describe('who is checked', () => {
  it.each([
    ["the account's owner", accountOwner(ACCOUNT), role()],
    ['an AWS service for itself', awsService(ACCOUNT, 'lambda.amazonaws.com'), role()],
    ['a role that nobody registered', session, undefined],
  ])('lets %s do anything', (_, identity, registered) => {
    expect(ask(identity, registered)).not.toThrow();
  });

  it('refuses a registered role without a policy, saying who, what and on which resource', () => {
    expect(ask(session, role())).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        status: 403,
        message:
          `User: arn:aws:sts::${ACCOUNT}:assumed-role/job/one is not authorized to perform: batch:SubmitJob on resource: ` +
          'arn:aws:batch:q because no identity-based policy allows the batch:SubmitJob action',
      }),
    );
  });

  it('says when it was an explicit deny', () => {
    const Statement = { Effect: 'Deny', Action: 'batch:*', Resource: '*' } as const;
    expect(ask(session, role({ policies: [{ name: 'p', document: { Statement } }] }))).toThrow(
      'on resource: arn:aws:batch:q with an explicit deny in an identity-based policy',
    );
  });

  it('lets everyone do everything when IAM is off', () => {
    expect(ask(session, role(), false)).not.toThrow();
  });

  it('asks for every resource of an operation', () => {
    const Statement = { Effect: 'Allow', Action: 'batch:SubmitJob', Resource: 'arn:queue' } as const;
    const checked = authorizerWith(role({ policies: [{ name: 'p', document: { Statement } }] }));
    const submit =
      (...resources: string[]) =>
      () =>
        checked.authorize(session, 'batch', 'SubmitJob', { resources });
    expect(submit('arn:queue')).not.toThrow();
    expect(submit('arn:queue', 'arn:definition')).toThrow('on resource: arn:definition');
  });

  it("gives a condition the service's own keys", () => {
    const Statement = {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: '*',
      Condition: { StringLike: { 's3:prefix': 'input/*' } },
    } as const;
    const checked = authorizerWith(role({ policies: [{ name: 'p', document: { Statement } }] }));
    const list = (prefix: string) => () =>
      checked.authorize(session, 's3', 'ListBucket', {
        resources: ['arn:aws:s3:::b'],
        context: { 's3:prefix': prefix },
      });
    expect(list('input/a')).not.toThrow();
    expect(list('results/a')).toThrow('s3:ListBucket');
  });

  it.each<[ServiceName, string, number, string]>([
    ['states', 'AccessDeniedException', 400, 'states:Do'],
    ['lambda', 'AccessDeniedException', 403, 'lambda:Do'],
    ['sqs', 'AccessDenied', 403, 'sqs:do'],
    ['sns', 'AuthorizationError', 403, 'SNS:Do'],
    ['s3', 'AccessDenied', 403, 's3:Do'],
    ['sts', 'AccessDenied', 403, 'sts:Do'],
  ])('refuses in the way of %s', (service, code, status, action) => {
    expect(() => authorizerWith(role()).authorize(session, service, 'Do', { resources: ['*'] })).toThrow(
      expect.objectContaining({ code, status, message: expect.stringContaining(`perform: ${action} on`) }),
    );
  });
});

describe('registering a role', () => {
  const put = (more: Partial<Role>) => () => new Roles(openMemoryStore()).put(role(more));
  const withStatement = (statement: object) =>
    put({ policies: [{ name: 'inline', document: { Statement: statement as PolicyStatement } }] });

  it("evaluates AWS's own policies that it knows", () => {
    const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole';
    const checked = authorizerWith(role({ managedPolicyArns: [arn] }));
    const use = (operation: string) => () =>
      checked.authorize(session, 'sqs', operation, { resources: ['arn:q'] });
    expect(use('ReceiveMessage')).not.toThrow();
    expect(use('SendMessage')).toThrow('sqs:sendmessage');
  });

  it.each([
    [
      'a managed policy it does not know',
      put({ managedPolicyArns: ['arn:aws:iam::aws:policy/X'] }),
      /arn:aws:iam::aws:policy\/X.*AWS::IAM::ManagedPolicy or inline/,
    ],
    [
      'an operator IAM has not',
      withStatement({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringMatches: {} } }),
      /inline, statement 1: .*StringMatches/,
    ],
    ['an effect IAM has not', withStatement({ Effect: 'allow', Action: '*', Resource: '*' }), /"allow"/],
    ['no action', withStatement({ Effect: 'Allow', Resource: '*' }), /Action is missing/],
    [
      'an intrinsic in place of an ARN',
      withStatement({ Effect: 'Allow', Action: '*', Resource: { Ref: 'X' } }),
      /\{"Ref":"X"\}.*intrinsic/,
    ],
  ])('refuses %s, naming the place', (_, register, message) => {
    expect(register).toThrow(message);
    expect(register).toThrow(ROLE_ARN);
  });

  it('remembers roles in the store, and forgets a deleted one', () => {
    const store = openMemoryStore();
    new Roles(store).put(role());
    expect(new Roles(store).get(ROLE_ARN)).toEqual(role());
    new Roles(store).delete(ROLE_ARN);
    expect(new Roles(store).list()).toEqual([]);
  });
});

describe('trust policies', () => {
  const lambda = awsService(ACCOUNT, 'lambda.amazonaws.com', 'arn:aws:lambda:f');
  const owner = accountOwner(ACCOUNT);
  const allow = (Principal: PolicyStatement['Principal']): PolicyStatement => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    ...(Principal === undefined ? {} : { Principal }),
  });
  it.each([
    ['the service', [allow({ Service: 'lambda.amazonaws.com' })], lambda, 'principal'],
    [
      'the service in a list',
      [allow({ Service: ['x.amazonaws.com', 'lambda.amazonaws.com'] })],
      lambda,
      'principal',
    ],
    ['another service', [allow({ Service: 'states.amazonaws.com' })], lambda, 'implicitDeny'],
    ['only the account, asked for a service', [allow({ AWS: ACCOUNT })], lambda, 'implicitDeny'],
    ['the account by its root', [allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], session, 'account'],
    ['the account by its number', [allow({ AWS: ACCOUNT })], session, 'account'],
    ['another account', [allow({ AWS: '999999999999' })], owner, 'implicitDeny'],
    ['the role itself', [allow({ AWS: ROLE_ARN })], session, 'principal'],
    ['the session', [allow({ AWS: session.arn })], session, 'principal'],
    ['everyone', [allow('*')], owner, 'account'],
    [
      'the service, and denies it',
      [
        allow({ Service: 'lambda.amazonaws.com' }),
        { ...allow({ Service: 'lambda.amazonaws.com' }), Effect: 'Deny' as const },
      ],
      lambda,
      'explicitDeny',
    ],
    [
      'the service for another action',
      [{ ...allow({ Service: 'lambda.amazonaws.com' }), Action: 'sts:TagSession' }],
      lambda,
      'implicitDeny',
    ],
    [
      'the service under a condition that fails',
      [
        {
          ...allow({ Service: 'lambda.amazonaws.com' }),
          Condition: { StringEquals: { 'aws:SourceAccount': '1' } },
        },
      ],
      lambda,
      'implicitDeny',
    ],
  ] as const)('naming %s', (_, statements, identity, decision) => {
    expect(evaluateTrust(trust(...statements), identity, new Map([['aws:sourceaccount', [ACCOUNT]]]))).toBe(
      decision,
    );
  });
});
