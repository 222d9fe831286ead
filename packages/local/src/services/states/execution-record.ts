import type { EncryptionConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import type { ExecutionStatus } from '@batch-workflows/asl';
import type { MachineLogging } from './logging-configuration.ts';

/** A client's token, and the redrive that it asked for. Times in ms since 1970. */
export interface RedriveToken {
  readonly token: string;
  readonly redrivenAt: number;
}

/** What is remembered of an execution beside its log. Input and output are JSON texts, times ms since 1970. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The version and the alias that it was started by. */
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  /** The state machine as it was at the start. */
  readonly roleArn: string;
  readonly definitionId: string;
  readonly revisionId?: string;
  readonly stateMachineUpdatedAt: number;
  readonly loggingConfiguration: MachineLogging;
  readonly tracingConfiguration: TracingConfiguration;
  readonly encryptionConfiguration?: EncryptionConfiguration;
  /** The test case of the mock configuration that it was started with. */
  readonly testCase?: string;
  readonly input: string;
  /** Of X-Ray, as the client gave it. */
  readonly traceHeader?: string;
  /** A child workflow may wait for its redriven map run to take it up. */
  readonly status: Exclude<ExecutionStatus, 'NEW'> | 'PENDING_REDRIVE';
  readonly startedAt: number;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The number of history events that it ended with. */
  readonly historyLength?: number;
  /** How often it was redriven, when last, and by which requests: the newest last. */
  readonly redriveCount?: number;
  readonly redrivenAt?: number;
  readonly redriveTokens?: readonly RedriveToken[];
}
