import {
  CloudFormationClient,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { remove } from '../scripts/deploy/remove.ts';
import { awsError, type DeployFixture, deployFixture } from './deploy-fixture.ts';

jest.setTimeout(60_000);

const ACCOUNT = '111122223333';
const sts = mockClient(STSClient);
const cloudFormation = mockClient(CloudFormationClient);
const ecr = mockClient(ECRClient);
const logs = mockClient(CloudWatchLogsClient);
const s3 = mockClient(S3Client);
const sfn = mockClient(SFNClient);

let fixture: DeployFixture;
afterEach(() => fixture.remove());

/** A deployed stage with data, a running execution, and termination protection. */
function deployed(stage: string) {
  fixture = deployFixture(stage);
  const stack = {
    StackName: `batch-workflows-${stage}`,
    CreationTime: new Date(0),
    StackStatus: 'UPDATE_COMPLETE' as const,
    EnableTerminationProtection: true,
  };
  const machine = {
    name: `batch-workflows-${stage}-manage-batch-job`,
    stateMachineArn: 'the-machine',
    type: 'STANDARD' as const,
    creationDate: new Date(0),
  };
  const running = { executionArn: 'running', stateMachineArn: 'the-machine', name: 'one' };
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack] });
  sfn.on(ListStateMachinesCommand).resolves({ stateMachines: [machine] });
  sfn
    .on(ListExecutionsCommand)
    .resolves({ executions: [{ ...running, status: 'RUNNING', startDate: new Date(0) }] });
  s3.on(ListMultipartUploadsCommand)
    .resolvesOnce({ Uploads: [{ Key: 'half', UploadId: 'u' }] })
    .resolves({});
  s3.on(ListObjectVersionsCommand)
    .resolvesOnce({ Versions: [{ Key: 'a', VersionId: '1' }], DeleteMarkers: [{ Key: 'a', VersionId: '2' }] })
    .resolvesOnce({ Versions: [{ Key: 'b', VersionId: '1' }] })
    .resolves({});
  s3.on(DeleteObjectsCommand).resolves({});
  s3.on(DeleteBucketCommand).resolves({});
  ecr.on(DeleteRepositoryCommand).resolves({});
  logs.on(DescribeLogGroupsCommand).callsFake(({ logGroupNamePrefix }) => ({
    logGroups: [{ logGroupName: logGroupNamePrefix }, { logGroupName: `${logGroupNamePrefix}-of-others` }],
  }));
}

beforeEach(() => {
  for (const mock of [sts, cloudFormation, ecr, logs, s3, sfn]) mock.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT, Arn: 'ada' });
});

const nobody = () => Promise.reject(new Error('nothing is to be asked'));
const run = (ask: (question: string) => Promise<string> = nobody) =>
  remove(fixture.target, { ask, say: () => {} });

describe('pnpm run remove', () => {
  it('leaves nothing: executions, protection, every version, uploads, the stack, images and logs', async () => {
    deployed('prod');
    await run(async () => 'batch-workflows-prod');
    expect(sfn.commandCalls(StopExecutionCommand)[0]?.args[0].input).toMatchObject({
      executionArn: 'running',
    });
    expect(cloudFormation.commandCalls(UpdateTerminationProtectionCommand)[0]?.args[0].input).toEqual({
      StackName: 'batch-workflows-prod',
      EnableTerminationProtection: false,
    });
    const deletions = s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input.Delete?.Objects);
    expect(deletions).toEqual([
      [
        { Key: 'a', VersionId: '1' },
        { Key: 'a', VersionId: '2' },
      ],
      [{ Key: 'b', VersionId: '1' }],
    ]);
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    const bucket = { Bucket: `batch-workflows-prod-data-${ACCOUNT}-eu-central-1` };
    expect(s3.commandCalls(DeleteBucketCommand)[0]?.args[0].input).toEqual(bucket);
    expect(fixture.calls().at(-1)).toBe('serverless remove --stage prod --region eu-central-1');
    expect(ecr.commandCalls(DeleteRepositoryCommand)[0]?.args[0].input).toEqual({
      repositoryName: 'batch-workflows-prod-job',
      force: true,
    });
    const groups = logs.commandCalls(DeleteLogGroupCommand).map(({ args }) => args[0].input.logGroupName);
    expect(groups.sort()).toEqual([
      '/aws/batch/batch-workflows-prod',
      '/aws/events/batch-workflows-prod-failed-jobs',
      '/aws/lambda/batch-workflows-prod-callback',
      '/aws/lambda/batch-workflows-prod-generate-batch-input',
      '/aws/lambda/batch-workflows-prod-preprocess',
      '/aws/vendedlogs/states/batch-workflows-prod',
    ]);
  });

  it('asks for the name of anything but dev, and removes nothing when it is wrong', async () => {
    deployed('prod');
    await expect(run(async () => 'yes')).rejects.toThrow('Nothing was removed');
    expect(fixture.calls()).toEqual([]);
    expect(s3.commandCalls(DeleteObjectsCommand)).toEqual([]);
  });

  it('asks nothing for dev', async () => {
    deployed('dev');
    await run();
    expect(fixture.calls().at(-1)).toBe('serverless remove --stage dev --region eu-central-1');
  });

  it('clears away what is left where there is no stack any more', async () => {
    deployed('dev');
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'Stack does not exist'));
    s3.on(ListMultipartUploadsCommand).rejects(awsError('NoSuchBucket'));
    s3.on(DeleteBucketCommand).rejects(awsError('NoSuchBucket'));
    await run();
    expect(fixture.calls()).toEqual(['serverless package --stage dev --region eu-central-1']);
    expect(ecr.commandCalls(DeleteRepositoryCommand)).toHaveLength(1);
  });

  it('stops at an object that cannot be deleted', async () => {
    deployed('dev');
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a', Code: 'AccessDenied', Message: 'no' }] });
    await expect(run()).rejects.toThrow(
      'a in batch-workflows-dev-data-111122223333-eu-central-1 cannot be deleted',
    );
    expect(fixture.calls().some((call) => call.startsWith('serverless remove'))).toBe(false);
  });
});
