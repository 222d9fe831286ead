import { describe, expect, it } from '@jest/globals';
import { decide, type Refusal } from '../src/iam/decide.ts';
import { awsService, type Identity } from '../src/iam/identity.ts';
import type { PolicyStatement } from '../src/iam/policy.ts';
import { requestContext } from '../src/iam/request-context.ts';
import { ACCOUNT, frozenClock, REGION } from './front-door-fixture.ts';

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:work`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:news`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/job`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/job/one`;
const job: Identity = { accountId: ACCOUNT, arn: SESSION, roleArn: ROLE };
const sns = awsService(ACCOUNT, 'sns.amazonaws.com', TOPIC);
const owner: Identity = { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };

const send: PolicyStatement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };
const document = (Statement: readonly PolicyStatement[]) => ({ Version: '2012-10-17', Statement });
const to = (
  Principal: PolicyStatement['Principal'],
  more: Partial<PolicyStatement> = {},
): PolicyStatement => ({
  ...send,
  ...(Principal === undefined ? {} : { Principal }),
  ...more,
});

interface Case {
  readonly given: string;
  readonly identity?: Identity;
  readonly own?: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[];
  readonly queue?: readonly PolicyStatement[];
  readonly refused?: Refusal;
}

const noIdentityPolicy: Refusal = { explicit: false, by: 'identity-based policy' };
const noResourcePolicy: Refusal = { explicit: false, by: 'resource-based policy' };
const deniedByQueue: Refusal = { explicit: true, by: 'resource-based policy' };
const noBoundary: Refusal = { explicit: false, by: 'permissions boundary' };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html */
const CASES: readonly Case[] = [
  { given: 'nothing that allows', own: [], refused: noIdentityPolicy },
  { given: "only the role's own policy", own: [send] },
  { given: 'only a queue policy that names the role', own: [], queue: [to({ AWS: ROLE })] },
  { given: 'only a queue policy that names the session', own: [], queue: [to({ AWS: [SESSION] })] },
  { given: 'only a queue policy for everyone', own: [], queue: [to('*')] },
  { given: 'only a queue policy for every AWS principal', own: [], queue: [to({ AWS: '*' })] },
  {
    given: 'only a queue policy that names the account, which leaves it to the role',
    own: [],
    queue: [to({ AWS: ACCOUNT }), to({ AWS: `arn:aws:iam::${ACCOUNT}:root` })],
    refused: noIdentityPolicy,
  },
  {
    given: 'only a queue policy that names another role',
    own: [],
    queue: [to({ AWS: `arn:aws:iam::${ACCOUNT}:role/other` })],
    refused: noIdentityPolicy,
  },
  {
    given: 'only a queue policy for a service',
    own: [],
    queue: [to({ Service: 'sns.amazonaws.com' })],
    refused: noIdentityPolicy,
  },
  {
    given: 'a queue policy on another queue',
    own: [],
    queue: [to({ AWS: ROLE }, { Resource: `${QUEUE}-2` })],
    refused: noIdentityPolicy,
  },
  {
    given: 'a queue policy that denies what the role allows',
    own: [send],
    queue: [to('*', { Effect: 'Deny', Action: 'sqs:*' })],
    refused: deniedByQueue,
  },
  {
    given: 'a queue policy that denies the whole account what the role allows',
    own: [send],
    queue: [to({ AWS: ACCOUNT }, { Effect: 'Deny' })],
    refused: deniedByQueue,
  },
  {
    given: 'a role that denies what the queue allows',
    own: [{ ...send, Effect: 'Deny' }],
    queue: [to({ AWS: ROLE })],
    refused: { explicit: true, by: 'identity-based policy' },
  },
  {
    given: 'a queue policy that denies all but the role (NotPrincipal)',
    own: [send],
    queue: [{ ...send, Effect: 'Deny', NotPrincipal: { AWS: ROLE } }],
  },
  {
    given: 'a queue policy that denies all but another role (NotPrincipal)',
    own: [send],
    queue: [{ ...send, Effect: 'Deny', NotPrincipal: { AWS: `${ROLE}-2` } }],
    refused: deniedByQueue,
  },
  {
    given: 'a queue policy that denies requests without TLS, for which the local endpoint does not count',
    own: [send],
    queue: [to('*', { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
  },
  {
    given: 'a permissions boundary that does not allow what the role allows',
    own: [send],
    boundary: [{ ...send, Action: 'sqs:ReceiveMessage' }],
    refused: noBoundary,
  },
  {
    given: 'a permissions boundary that allows it too',
    own: [send],
    boundary: [{ ...send, Action: 'sqs:*' }],
  },
  {
    given: 'a permissions boundary that denies it',
    own: [send],
    boundary: [send, { ...send, Effect: 'Deny' }],
    refused: { explicit: true, by: 'permissions boundary' },
  },
  {
    given: 'a boundary that does not allow what the queue allows the role',
    own: [],
    boundary: [{ ...send, Action: 's3:*' }],
    queue: [to({ AWS: ROLE })],
    refused: noBoundary,
  },
  {
    given: 'a boundary that does not allow what the queue allows the session itself',
    own: [],
    boundary: [{ ...send, Action: 's3:*' }],
    queue: [to({ AWS: SESSION })],
  },
  { given: 'a service and no queue policy', identity: sns, refused: noResourcePolicy },
  { given: 'a service that the queue names', identity: sns, queue: [to({ Service: 'sns.amazonaws.com' })] },
  {
    given: 'a service that the queue names for the topic that it acts for',
    identity: sns,
    queue: [
      to(
        { Service: 'sns.amazonaws.com' },
        {
          Condition: {
            ArnEquals: { 'aws:SourceArn': TOPIC },
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
          },
        },
      ),
    ],
  },
  {
    given: 'a service that the queue names for another topic',
    identity: sns,
    queue: [
      to({ Service: 'sns.amazonaws.com' }, { Condition: { ArnEquals: { 'aws:SourceArn': `${TOPIC}2` } } }),
    ],
    refused: noResourcePolicy,
  },
  {
    given: 'everyone, for the topic that the service acts for',
    identity: sns,
    queue: [to('*', { Condition: { ArnLike: { 'aws:SourceArn': TOPIC } } })],
  },
  {
    given: 'a service that the queue does not name',
    identity: sns,
    queue: [to({ Service: 's3.amazonaws.com' }), to({ AWS: ACCOUNT })],
    refused: noResourcePolicy,
  },
  { given: 'the account’s owner and no policy', identity: owner },
  {
    given: 'the account’s owner, whom the queue denies',
    identity: owner,
    queue: [to('*', { Effect: 'Deny' })],
    refused: deniedByQueue,
  },
];

describe('a decision within one account', () => {
  it.each(CASES)('given $given: refused $refused', ({ identity = job, own, boundary, queue, refused }) => {
    const config = { accountId: ACCOUNT, region: REGION, endpoint: () => '' };
    const request = {
      action: 'sqs:SendMessage',
      resource: QUEUE,
      context: requestContext(identity, { config, now: frozenClock.now() }),
    };
    const refusal = decide({
      identity,
      request,
      ...(own === undefined ? {} : { policies: [{ ...document(own), name: 'own' }] }),
      ...(boundary === undefined ? {} : { boundary: document(boundary) }),
      ...(queue === undefined ? {} : { resourcePolicy: document(queue) }),
    });
    expect(refusal).toEqual(refused);
  });
});
