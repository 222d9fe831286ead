import { BatchClient } from '@aws-sdk/client-batch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CommandFailure } from './command-failure.ts';

/** Where a stage runs, and its clients. */
export interface Stage {
  readonly name: string;
  readonly isLocal: boolean;
  readonly sfn: SFNClient;
  readonly batch: BatchClient;
  /** How long to wait between looks at an execution, in milliseconds. */
  readonly pollMs: number;
}

export const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';
export const LOCAL_REGION = 'us-east-1';

/** Credentials of the local AWS: any are good. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * The clients of a stage. `local` is the local AWS at `AWS_ENDPOINT_URL`, or at its usual place; any other
 * stage is AWS, with the credentials and region that the AWS CLI would use.
 * @throws CommandFailure when `endpoint` is no URL
 */
export function openStage(name: string, endpoint = process.env['AWS_ENDPOINT_URL'] ?? LOCAL_ENDPOINT): Stage {
  if (name !== 'local') {
    return { name, isLocal: false, sfn: new SFNClient({}), batch: new BatchClient({}), pollMs: 2000 };
  }
  if (!URL.canParse(endpoint)) {
    throw new CommandFailure(
      `AWS_ENDPOINT_URL is ${JSON.stringify(endpoint)}, which is no URL; set it to one like ${LOCAL_ENDPOINT}`,
    );
  }
  const config = {
    endpoint,
    region: process.env['AWS_REGION'] ?? LOCAL_REGION,
    credentials: localCredentials,
  };
  return { name, isLocal: true, sfn: new SFNClient(config), batch: new BatchClient(config), pollMs: 100 };
}
