import type { FunctionConfiguration, LoggingConfig } from '@aws-sdk/client-lambda';
import type { LocalConfig } from '../../config.ts';
import type { PolicyStatement } from '../../iam/policy.ts';
import { functionArn } from './function-name.ts';

/** A statement that AddPermission made. */
export type PermissionStatement = PolicyStatement & { readonly Sid: string };

/** What a function's owner may set with UpdateFunctionConfiguration. */
export interface FunctionSettings {
  readonly role: string;
  readonly runtime: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logging: LoggingConfig;
  readonly tracing: 'Active' | 'PassThrough';
  readonly ephemeralStorageMb: number;
}

/** A function as it is kept across restarts. */
export interface FunctionRecord extends FunctionSettings {
  readonly name: string;
  readonly architectures: readonly ('arm64' | 'x86_64')[];
  /** Of the zip, base64, as AWS shows it. */
  readonly codeSha256: string;
  /** Of the zip, in bytes. */
  readonly codeSize: number;
  readonly lastModified: string;
  /** Changes with every update; environments of an older revision are retired. */
  readonly revisionId: string;
  readonly reservedConcurrency?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Statements of the resource policy, as AddPermission made them. */
  readonly policy: readonly PermissionStatement[];
}

export const logGroupOf = (record: FunctionRecord) => record.logging.LogGroup ?? `/aws/lambda/${record.name}`;

/** The record as GetFunctionConfiguration shows it. */
export function configurationOf(record: FunctionRecord, config: LocalConfig): FunctionConfiguration {
  const hasVariables = Object.keys(record.variables).length > 0;
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(config, record.name),
    Runtime: record.runtime as FunctionConfiguration['Runtime'],
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.codeSize,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMb,
    LastModified: record.lastModified,
    CodeSha256: record.codeSha256,
    Version: '$LATEST',
    TracingConfig: { Mode: record.tracing },
    RevisionId: record.revisionId,
    ...(hasVariables && { Environment: { Variables: { ...record.variables } } }),
    PackageType: 'Zip',
    Architectures: [...record.architectures],
    EphemeralStorage: { Size: record.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', ...record.logging, LogGroup: logGroupOf(record) },
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
