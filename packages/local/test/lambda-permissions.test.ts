import {
  AddPermissionCommand,
  GetPolicyCommand,
  LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awsService } from '../src/iam/identity.ts';
import { ACCOUNT, type Endpoint, REGION, startEndpoint } from './front-door-fixture.ts';
import { lambdaHarness } from './lambda-harness.ts';

const FunctionName = 'plan';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:news`;
const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FunctionName}`;

describe('the policy of a function', () => {
  let harness: ReturnType<typeof lambdaHarness>;
  let endpoint: Endpoint;
  let lambda: LambdaClient;

  beforeEach(async () => {
    harness = lambdaHarness();
    await harness.create(FunctionName, 'export const handler = async () => {};');
    endpoint = await startEndpoint({ services: [harness.service] });
    lambda = new LambdaClient(endpoint.client);
  });
  afterEach(async () => {
    lambda.destroy();
    await endpoint.close();
    await harness.close();
  });

  /** SNS calls the function in the name of a topic; a dry run only asks whether it may. */
  const asSns = (topic: string) =>
    endpoint.call(
      'lambda',
      'Invoke',
      { FunctionName, InvocationType: 'DryRun' },
      { identity: awsService(ACCOUNT, 'sns.amazonaws.com', topic) },
    );
  const permit = () =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'news',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: TOPIC,
        SourceAccount: ACCOUNT,
      }),
    );

  it('lets a service invoke it for the resource that it names, and for no other', async () => {
    await expect(asSns(TOPIC)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: `User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION} because no resource-based policy allows the lambda:InvokeFunction action`,
    });
    await permit();
    await expect(asSns(TOPIC)).resolves.toMatchObject({ StatusCode: 204 });
    await expect(asSns(`${TOPIC}-2`)).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  it('is given by GetPolicy, statement by statement, and taken back by RemovePermission', async () => {
    const policy = new GetPolicyCommand({ FunctionName });
    await expect(lambda.send(policy)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await permit();
    const { Policy = '' } = await lambda.send(policy);
    expect(JSON.parse(Policy).Statement).toEqual([
      {
        Sid: 'news',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: FUNCTION,
        Condition: {
          ArnLike: { 'AWS:SourceArn': TOPIC },
          StringEquals: { 'AWS:SourceAccount': ACCOUNT },
        },
      },
    ]);
    await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'news' }));
    await expect(asSns(TOPIC)).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});
