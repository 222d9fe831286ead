import type { Credentials } from '@aws-sdk/client-sts';
import type { LocalConfig } from '../../../config.ts';
import { type FunctionRecord, logGroupOf } from '../function-record.ts';

/**
 * A function's process environment as AWS sets it, with the local endpoint. Nothing of the server's own
 * environment but PATH.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function environmentVariables(
  record: FunctionRecord,
  credentials: Credentials,
  config: LocalConfig,
  place: { readonly taskRoot: string; readonly logStream: string },
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_ENDPOINT_URL: config.endpoint(),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...record.variables,
    _HANDLER: record.handler,
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${record.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: record.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(record.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(record),
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    ...(record.logging.LogFormat === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: record.logging.ApplicationLogLevel ?? 'INFO',
    }),
    LAMBDA_TASK_ROOT: place.taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_ACCESS_KEY_ID: credentials.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: credentials.SessionToken ?? '',
  };
}
