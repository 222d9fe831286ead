import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { HeadBucketCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { deploy } from '../scripts/deploy/deploy.ts';
import { awsError, type DeployFixture, deployFixture } from './deploy-fixture.ts';

jest.setTimeout(60_000);

const ACCOUNT = '111122223333';
const REGISTRY = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`;
const REPOSITORY = { repositoryUri: `${REGISTRY}/batch-workflows-dev-job` };
const DIGEST = `sha256:${'c'.repeat(64)}`;
const MACHINE = `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:batch-workflows-dev-manage-batch-job`;
const FLIGHTS = join(import.meta.dirname, '../node_modules/vega-datasets/data/flights-3m.parquet');
const OPTIONS = '--stage dev --region eu-central-1';
const NO_STACK = awsError('ValidationError', 'Stack with id batch-workflows-dev does not exist');
const STACK = {
  StackName: 'batch-workflows-dev',
  CreationTime: new Date(0),
  StackStatus: 'UPDATE_COMPLETE' as const,
  Outputs: [{ OutputKey: 'DataBucketName', OutputValue: 'the-bucket' }],
};

const sts = mockClient(STSClient);
const cloudFormation = mockClient(CloudFormationClient);
const ecr = mockClient(ECRClient);
const logs = mockClient(CloudWatchLogsClient);
const quotas = mockClient(ServiceQuotasClient);
const s3 = mockClient(S3Client);
const sfn = mockClient(SFNClient);
const mocks = [sts, cloudFormation, ecr, logs, quotas, s3, sfn];

let fixture: DeployFixture;
let said: string[];

/** An account in which the stage was deployed before, and where all is well. */
beforeEach(() => {
  for (const mock of mocks) mock.reset();
  fixture = deployFixture('dev');
  fixture.tool('docker', 'if [ "$1" = login ]; then read -r word; echo "< $word" >> "$0.login"; fi');
  said = [];
  sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ada` });
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [STACK] });
  quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 1000 } });
  ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [REPOSITORY] });
  ecr
    .on(DescribeImagesCommand)
    .rejectsOnce(awsError('ImageNotFoundException'))
    .resolves({ imageDetails: [{ imageDigest: DIGEST }] });
  const authorizationToken = Buffer.from('AWS:secret').toString('base64');
  ecr.on(GetAuthorizationTokenCommand).resolves({ authorizationData: [{ authorizationToken }] });
  s3.on(HeadObjectCommand).resolves({ ContentLength: statSync(FLIGHTS).size });
  sfn.on(ListStateMachinesCommand).resolves({
    stateMachines: [
      {
        name: 'batch-workflows-dev-manage-batch-job',
        stateMachineArn: MACHINE,
        type: 'STANDARD',
        creationDate: new Date(0),
      },
    ],
  });
  sfn.on(StartExecutionCommand).resolves({ executionArn: 'the-execution' });
  sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });
  sfn.on(DescribeExecutionCommand).resolves({ status: 'SUCCEEDED' });
});
afterEach(() => fixture.remove());

const run = (params: readonly string[] = []) =>
  deploy(fixture.target, { params, smokeName: 'smoke', say: (line) => said.push(line) });
const deployments = () => fixture.calls().filter((call) => call.startsWith('serverless deploy'));

describe('pnpm run deploy', () => {
  it('checks, packages, publishes the image, deploys it by its digest, and runs one execution', async () => {
    await run(['maxvCpus=8']);
    const [, , build, ...rest] = fixture.calls();
    const image = /--tag (\S+)/u.exec(build ?? '')?.[1] ?? '';
    expect(image).toMatch(/\/batch-workflows-dev-job:job-[0-9a-f]{12}$/u);
    expect(fixture.calls()).toEqual([
      'docker info',
      `serverless package ${OPTIONS} --param maxvCpus=8`,
      `docker build --platform linux/arm64 --file packages/job/Dockerfile --tag ${image} .`,
      `docker login --username AWS --password-stdin ${REGISTRY}`,
      `docker push ${image}`,
      `serverless deploy ${OPTIONS} --param maxvCpus=8 --param imageReference=@${DIGEST}`,
    ]);
    expect(rest).not.toEqual([]);
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toMatchObject({
      stateMachineArn: MACHINE,
      name: 'smoke',
      input: expect.stringContaining('s3://the-bucket/input/flights-3m.parquet'),
    });
    expect(said.at(-1)).toBe('batch-workflows-dev is deployed, and its smoke test succeeded.');
    expect(said.join('\n')).not.toContain('secret');
  });

  it('publishes nothing where the same image is in the registry', async () => {
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: DIGEST }] });
    await run();
    expect(fixture.calls().filter((call) => call.startsWith('docker'))).toEqual(['docker info']);
    expect(deployments()).toEqual([`serverless deploy ${OPTIONS} --param imageReference=@${DIGEST}`]);
  });

  it('makes the repository with the stack in a new account, and names the image in a second pass', async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .rejectsOnce(NO_STACK)
      .rejectsOnce(NO_STACK)
      .resolves({ Stacks: [STACK] });
    s3.on(HeadBucketCommand).rejects(awsError('NotFound'));
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] });
    ecr
      .on(DescribeRepositoriesCommand)
      .rejectsOnce(awsError('RepositoryNotFoundException'))
      .rejectsOnce(awsError('RepositoryNotFoundException'))
      .resolves({ repositories: [REPOSITORY] });
    await run();
    expect(deployments()).toEqual([
      `serverless deploy ${OPTIONS}`,
      `serverless deploy ${OPTIONS} --param imageReference=@${DIGEST}`,
    ]);
    const calls = fixture.calls();
    const pushed = calls.findIndex((call) => call.startsWith('docker push'));
    expect(calls.indexOf(deployments()[0] ?? '')).toBeLessThan(pushed);
    expect(calls.indexOf(deployments()[1] ?? '')).toBeGreaterThan(pushed);
  });

  it('takes podman where docker’s engine is silent', async () => {
    fixture.tool('docker', 'exit 1');
    fixture.tool('podman');
    await run();
    expect(fixture.calls().filter((call) => call.startsWith('podman'))).toHaveLength(4);
  });

  it('ends with the error and where to look when the smoke test fails', async () => {
    sfn
      .on(DescribeExecutionCommand)
      .resolves({ status: 'FAILED', error: 'JobFailed', cause: 'CannotPullContainerError' });
    await expect(run()).rejects.toThrow(
      /JobFailed\nCannotPullContainerError\nSee: pnpm execution history manage-batch-job --stage dev --name smoke$/u,
    );
  });
});

describe('before anything is changed, pnpm run deploy says what is wrong', () => {
  const changed = () =>
    fixture.calls().filter((call) => !/^(docker|podman|finch) info|^serverless package/u.test(call));

  it.each([
    ['CredentialsProviderError', 'there are none; sign in'],
    ['ExpiredToken', 'they have expired; sign in'],
    ['InvalidClientTokenId', 'or the region is not enabled'],
    ['SignatureDoesNotMatch', 'this machine’s clock'.replace('’', "'")],
  ])('of credentials: %s', async (name, words) => {
    sts.on(GetCallerIdentityCommand).rejects(awsError(name));
    await expect(run()).rejects.toThrow('Nothing was changed: mend credentials first.');
    expect(said[0]).toContain(words);
    expect(changed()).toEqual([]);
  });

  it('of a builder whose engine does not answer', async () => {
    fixture.tool('docker', 'exit 1');
    await expect(run()).rejects.toThrow('mend builder first');
    expect(said.at(-1)).toContain('docker is installed, but its engine does not answer');
    expect(changed()).toEqual([]);
  });

  it.each([
    ['ROLLBACK_COMPLETE', 'can only be removed: pnpm run remove --stage dev'],
    ['UPDATE_IN_PROGRESS', 'wait until that has ended'],
    [
      'UPDATE_ROLLBACK_FAILED',
      'aws cloudformation continue-update-rollback --stack-name batch-workflows-dev',
    ],
  ] as const)('of a stack that is %s', async (StackStatus, words) => {
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [{ ...STACK, StackStatus }] });
    await expect(run()).rejects.toThrow('mend stack first');
    expect(said.join('\n')).toContain(words);
    expect(changed()).toEqual([]);
  });

  it('of what an earlier stack has left', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
    s3.on(HeadBucketCommand).resolves({});
    logs
      .on(DescribeLogGroupsCommand)
      .callsFake(({ logGroupNamePrefix }) => ({ logGroups: [{ logGroupName: logGroupNamePrefix }] }));
    await expect(run()).rejects.toThrow('mend leftovers first');
    const line = said.find((one) => one.includes('leftovers')) ?? '';
    expect(line).toContain(`the bucket batch-workflows-dev-data-${ACCOUNT}-eu-central-1`);
    expect(line).toContain('the repository batch-workflows-dev-job');
    expect(line).toContain('the log group /aws/batch/batch-workflows-dev');
    expect(changed()).toEqual([]);
  });

  it('warns of quotas that are too low, with the command that asks for more, and goes on', async () => {
    quotas.on(GetServiceQuotaCommand).rejects(awsError('NoSuchResourceException'));
    quotas.on(GetAWSDefaultServiceQuotaCommand).resolves({ Quota: { Value: 6 } });
    await run();
    expect(said.filter((line) => line.startsWith('!')).join('\n')).toMatch(
      /6 vCPUs of Fargate on demand, and 16 are used.*--quota-code L-3032A538 --desired-value 16\n.*6 functions at once/su,
    );
  });

  it('warns where quotas cannot be read, and goes on', async () => {
    quotas.on(GetServiceQuotaCommand).rejects(awsError('AccessDeniedException'));
    await run();
    expect(said.join('\n')).toContain('could not be read (AccessDeniedException)');
  });
});
