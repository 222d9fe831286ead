import { Batch } from '@aws-sdk/client-batch';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
/** A role that no template describes: it may do everything. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/test`;

/** The SDK's clients, told nothing but where the endpoint is. */
export interface Clients {
  readonly batch: Batch;
  readonly cloudFormation: CloudFormation;
  readonly lambda: Lambda;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly sfn: SFN;
  readonly sns: SNS;
  readonly sqs: SQS;
  readonly sts: STS;
}

export function clientsOf(endpoint: string): Clients {
  const config = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // A test that expects an error wants the first answer.
    maxAttempts: 1,
  };
  return {
    batch: new Batch(config),
    cloudFormation: new CloudFormation(config),
    lambda: new Lambda(config),
    logs: new CloudWatchLogs(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    sfn: new SFN(config),
    sns: new SNS(config),
    sqs: new SQS(config),
    sts: new STS(config),
  };
}
