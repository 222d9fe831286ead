import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { awsService } from '../src/iam/identity.ts';
import type { PolicyStatement } from '../src/iam/policy.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import type { Store } from '../src/store/store.ts';
import { ACCOUNT, type Endpoint, serviceOf, startEndpoint } from './front-door-fixture.ts';

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/service/job`;
const lambda = awsService(ACCOUNT, 'lambda.amazonaws.com', 'arn:aws:lambda:f');

let open: Endpoint[] = [];
const start = async (options: { store?: Store; iam?: boolean } = {}): Promise<Endpoint> => {
  const listing = serviceOf('states', { ListStateMachines: { run: () => ({ stateMachines: [] }) } });
  const endpoint = await startEndpoint({ services: [listing], ...options });
  open.push(endpoint);
  return endpoint;
};
afterEach(async () => {
  await Promise.all(open.map((endpoint) => endpoint.close()));
  open = [];
});

const trusting = (
  Principal: PolicyStatement['Principal'],
  more: Partial<PolicyStatement> = {},
  policies: PolicyStatement[] = [],
) => ({
  arn: RoleArn,
  trustPolicy: {
    Statement: {
      Effect: 'Allow' as const,
      Action: 'sts:AssumeRole',
      ...(Principal === undefined ? {} : { Principal }),
      ...more,
    },
  },
  policies: policies.map((Statement, index) => ({ name: String(index), document: { Statement } })),
  managedPolicyArns: [],
});

/** What a function's process gets in its environment. */
const assume = async ({ call, client }: Endpoint) => {
  const { Credentials } = await call(
    'sts',
    'AssumeRole',
    { RoleArn, RoleSessionName: 'fn' },
    { identity: lambda },
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return {
    ...client,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
};

describe('GetCallerIdentity', () => {
  it("calls any unknown access key the account's owner", async () => {
    const { client } = await start();
    expect(await new STSClient(client).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
      UserId: ACCOUNT,
    });
  });

  it("names the role and the session of a role's credentials", async () => {
    const client = await assume(await start());
    expect(await new STSClient(client).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/job/fn`,
      UserId: expect.stringMatching(/^AROA\w{17}:fn$/),
    });
  });

  it('needs no permission', async () => {
    const endpoint = await start();
    endpoint.roles.put(trusting({ Service: 'lambda.amazonaws.com' }));
    const client = await assume(endpoint);
    await expect(new STSClient(client).send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });
});

describe('AssumeRole', () => {
  it('gives credentials of the role, with an expiration, over HTTP', async () => {
    const { client } = await start();
    const answer = await new STSClient(client).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', DurationSeconds: 900 }),
    );
    expect(answer.Credentials).toMatchObject({
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.any(String),
      SessionToken: expect.any(String),
      Expiration: new Date('2026-11-24T10:15:00Z'),
    });
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/job/me`);
  });

  it('keeps what a role may do to its policies', async () => {
    const endpoint = await start();
    endpoint.roles.put(trusting({ Service: 'lambda.amazonaws.com' }));
    const denied = new SFNClient(await assume(endpoint)).send(new ListStateMachinesCommand({}));
    await expect(denied).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('assumed-role/job/fn'),
    });
    endpoint.roles.put(
      trusting({ Service: 'lambda.amazonaws.com' }, {}, [
        { Effect: 'Allow', Action: 'states:List*', Resource: '*' },
      ]),
    );
    await expect(
      new SFNClient(await assume(endpoint)).send(new ListStateMachinesCommand({})),
    ).resolves.toBeDefined();
  });

  it('gives keys that a restart on the same store still knows', async () => {
    const store = openMemoryStore();
    const client = await assume(await start({ store }));
    const restarted = await start({ store });
    const answer = await new STSClient({ ...client, endpoint: restarted.door.url }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(answer.Arn).toContain('assumed-role/job/fn');
  });

  it('refuses a service that the trust policy does not name', async () => {
    const endpoint = await start();
    endpoint.roles.put(trusting({ Service: 'states.amazonaws.com' }));
    await expect(assume(endpoint)).rejects.toMatchObject({
      code: 'AccessDenied',
      message: `User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    });
  });

  it('tells a trust policy for which resource the service asks', async () => {
    const endpoint = await start();
    const condition = (arn: string) => ({
      Condition: { ArnLike: { 'aws:SourceArn': arn }, StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    });
    endpoint.roles.put(trusting({ Service: 'lambda.amazonaws.com' }, condition('arn:aws:lambda:f')));
    await expect(assume(endpoint)).resolves.toBeDefined();
    endpoint.roles.put(trusting({ Service: 'lambda.amazonaws.com' }, condition('arn:aws:lambda:g')));
    await expect(assume(endpoint)).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('refuses the owner unless the account is trusted, and says so in XML that the SDK reads', async () => {
    const { client, roles } = await start();
    const sts = new STSClient(client);
    const assuming = () => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
    roles.put(trusting({ Service: 'lambda.amazonaws.com' }));
    await expect(assuming()).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    roles.put(trusting({ AWS: `arn:aws:iam::${ACCOUNT}:root` }));
    await expect(assuming()).resolves.toBeDefined();
  });

  it("asks a role's own policies too when the trust policy only names the account", async () => {
    const endpoint = await start();
    const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
    const target = `arn:aws:iam::${ACCOUNT}:role/target`;
    const assumeTarget = async (...policies: PolicyStatement[]) => {
      endpoint.roles.put({ ...trusting(root), arn: target });
      endpoint.roles.put(trusting({ Service: 'lambda.amazonaws.com' }, {}, policies));
      const sts = new STSClient(await assume(endpoint));
      return sts.send(new AssumeRoleCommand({ RoleArn: target, RoleSessionName: 'me' }));
    };
    await expect(assumeTarget()).rejects.toMatchObject({ name: 'AccessDenied' });
    const allowed = assumeTarget({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: target });
    await expect(allowed).resolves.toBeDefined();
  });

  it('does not ask trust policies when IAM is off', async () => {
    const endpoint = await start({ iam: false });
    endpoint.roles.put(trusting({ Service: 'states.amazonaws.com' }));
    await expect(assume(endpoint)).resolves.toBeDefined();
  });

  it.each([
    ['a role that is no ARN', { RoleArn: 'job', RoleSessionName: 'me' }, /^job is invalid$/],
    ['a session name with a space', { RoleArn, RoleSessionName: 'a b' }, /'roleSessionName'/],
    [
      'a duration below a quarter of an hour',
      { RoleArn, RoleSessionName: 'me', DurationSeconds: 10 },
      /'durationSeconds'/,
    ],
    [
      'a session policy, which nobody would evaluate',
      { RoleArn, RoleSessionName: 'me', Policy: '{}' },
      /not supported/,
    ],
  ])('refuses %s', async (_, input, message) => {
    const { client } = await start();
    await expect(new STSClient(client).send(new AssumeRoleCommand(input))).rejects.toThrow(message);
  });
});
