import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import { ROOT } from '../package-app.ts';
import { CommandFailure } from '../workflow-client/command-failure.ts';
import { LOCAL_ENDPOINT, LOCAL_REGION, localCredentials } from '../workflow-client/stage.ts';
import { SERVICE } from '../workflow-client/workflow.ts';

/** Where a stage is deployed, and the clients of what deploying and removing look at. */
export interface Target {
  readonly stage: string;
  readonly stackName: string;
  readonly region: string;
  /** The local AWS: it has no registry, no quotas and no credentials to miss. */
  readonly isLocal: boolean;
  /** Where the service is: its serverless.yml, its Dockerfile, what is built and packaged. */
  readonly folder: string;
  /** The framework's command. */
  readonly serverless: string;
  readonly cloudFormation: CloudFormationClient;
  readonly ecr: ECRClient;
  readonly logs: CloudWatchLogsClient;
  readonly quotas: ServiceQuotasClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
}

/** The stage in a region, with the credentials that the AWS CLI would use; `local` is the local AWS. */
export function openTarget(stage: string, region: string): Target {
  const isLocal = stage === 'local';
  const config = isLocal
    ? {
        region,
        endpoint: process.env['AWS_ENDPOINT_URL'] ?? LOCAL_ENDPOINT,
        credentials: localCredentials,
      }
    : { region };
  return {
    stage,
    stackName: `${SERVICE}-${stage}`,
    region,
    isLocal,
    folder: ROOT,
    serverless: join(ROOT, 'node_modules/.bin/serverless'),
    cloudFormation: new CloudFormationClient(config),
    ecr: new ECRClient(config),
    logs: new CloudWatchLogsClient(config),
    quotas: new ServiceQuotasClient(config),
    s3: new S3Client(config),
    sts: new STSClient(config),
  };
}

/**
 * Makes a region the one that the framework and every client mean: what was asked for, else what the AWS CLI would use.
 * @throws CommandFailure where there is none
 */
export async function useRegion(stage: string, asked?: string): Promise<string> {
  const region =
    asked ?? (stage === 'local' ? (process.env['AWS_REGION'] ?? LOCAL_REGION) : await configured());
  if (region === undefined)
    throw new CommandFailure(
      'no AWS region; give --region, set AWS_REGION, or run: aws configure set region …',
    );
  process.env['AWS_REGION'] = region;
  return region;
}

async function configured(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}
