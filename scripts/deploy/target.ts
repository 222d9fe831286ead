import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import { ROOT } from '../package-app.ts';
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

/** The region that was asked for, else the one that the AWS CLI would use; undefined where there is none. */
export async function regionOf(stage: string, asked?: string): Promise<string | undefined> {
  if (asked !== undefined) return asked;
  if (stage === 'local') return process.env['AWS_REGION'] ?? LOCAL_REGION;
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}
