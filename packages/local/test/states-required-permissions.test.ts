import { SFN } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventBus } from '../src/event-bus.ts';
import { assumedRoleArn } from '../src/iam/credentials.ts';
import type { Call } from '../src/service.ts';
import { statesService } from '../src/services/states/states-service.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { ACCOUNT, type Endpoint, REGION, startEndpoint } from './front-door-fixture.ts';
import { manualClock, memoryLogs } from './lambda-harness.ts';
import { definitionOf, pass, ROLE } from './states-fixture.ts';

let endpoint: Endpoint;
let sfn: SFN;
beforeEach(async () => {
  const store = openMemoryStore();
  const service = statesService({
    config: { accountId: ACCOUNT, region: REGION, endpoint: () => 'http://127.0.0.1:1' },
    call: ((...request: Parameters<Call>) => endpoint.call(...request)) as Call,
    permits: (...question) => endpoint.permits(...question),
    clock: manualClock(),
    store,
    events: new EventBus(),
    logs: memoryLogs(),
    enforceQuotas: false,
    log: () => {},
  });
  endpoint = await startEndpoint({ services: [service], store });
  sfn = new SFN(endpoint.client);
});
afterEach(async () => {
  sfn.destroy();
  await endpoint.close();
});

const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule`;
const RULE_ACTIONS = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];
const LOG_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

function roleThatMay(Action: readonly string[], Resource: string) {
  endpoint.roles.put({
    arn: ROLE,
    trustPolicy: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    },
    policies: [{ name: 'own', document: { Statement: { Effect: 'Allow', Action, Resource } } }],
    managedPolicyArns: [],
  });
}

const task = (Resource: string, Parameters: object) =>
  definitionOf({ Type: 'Task', Resource, Parameters, End: true });
const job = task('arn:aws:states:::batch:submitJob.sync', {
  JobName: 'j',
  JobQueue: 'q',
  JobDefinition: 'd',
});
const nested = task('arn:aws:states:::states:startExecution.sync:2', { StateMachineArn: 'm' });
const create = (definition: string, more: object = {}) =>
  sfn.createStateMachine({ name: 'm', definition, roleArn: ROLE, ...more });
const loggingConfiguration = {
  level: 'ALL' as const,
  destinations: [
    { cloudWatchLogsLogGroup: { logGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:flights:*` } },
  ],
};

describe('a state machine with a task that waits for its work (.sync)', () => {
  it.each([
    ['a job', job, 'StepFunctionsGetEventsForBatchJobsRule'],
    ['an execution', nested, 'StepFunctionsGetEventsForStepFunctionsExecutionRule'],
    [
      'a job in a Map',
      definitionOf({ Type: 'Map', ItemProcessor: JSON.parse(job.replaceAll('"Only"', '"Job"')), End: true }),
      'StepFunctionsGetEventsForBatchJobsRule',
    ],
  ])(
    '%s needs a role that may make the rule by which Step Functions learns of its end',
    async (_, definition, rule) => {
      for (const missing of RULE_ACTIONS) {
        roleThatMay(
          RULE_ACTIONS.filter((action) => action !== missing),
          `${RULE}/${rule}`,
        );
        await expect(create(definition)).rejects.toMatchObject({
          name: 'AccessDeniedException',
          message: `'${ROLE}' is not authorized to create managed-rule.`,
        });
      }
      roleThatMay(RULE_ACTIONS, `${RULE}/${rule}`);
      await expect(create(definition)).resolves.toBeDefined();
    },
  );

  it('needs no such role when it does not wait', async () => {
    roleThatMay(['batch:SubmitJob'], '*');
    await expect(create(job.replace('.sync', ''))).resolves.toBeDefined();
  });

  it('needs it when an update makes it wait', async () => {
    roleThatMay(['batch:SubmitJob'], '*');
    const { stateMachineArn } = await create(pass());
    await expect(sfn.updateStateMachine({ stateMachineArn, definition: job })).rejects.toThrow(
      'is not authorized to create managed-rule.',
    );
  });
});

it('who tests a state may see secrets only if he may reveal them', async () => {
  const identity = { accountId: ACCOUNT, arn: assumedRoleArn(ROLE, 'tester'), roleArn: ROLE };
  const test = (revealSecrets: boolean) =>
    endpoint.call('states', 'TestState', { definition: '{"Type": "Succeed"}', revealSecrets }, { identity });
  roleThatMay(['states:TestState'], '*');
  await expect(test(false)).resolves.toMatchObject({ status: 'SUCCEEDED' });
  await expect(test(true)).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining('states:RevealSecrets'),
  });
  roleThatMay(['states:TestState', 'states:RevealSecrets'], '*');
  await expect(test(true)).resolves.toMatchObject({ status: 'SUCCEEDED' });
});

describe('a state machine that is logged', () => {
  it('needs a role that may deliver logs, each action of it', async () => {
    for (const missing of LOG_ACTIONS) {
      roleThatMay(
        LOG_ACTIONS.filter((action) => action !== missing),
        '*',
      );
      await expect(create(pass(), { loggingConfiguration })).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: 'The state machine IAM Role is not authorized to access the Log Destination',
      });
    }
    roleThatMay(LOG_ACTIONS, '*');
    await expect(create(pass(), { loggingConfiguration })).resolves.toBeDefined();
  });

  it('needs no permission for its traces: without it there are none', async () => {
    roleThatMay(['batch:SubmitJob'], '*');
    await expect(create(pass(), { tracingConfiguration: { enabled: true } })).resolves.toBeDefined();
  });
});
