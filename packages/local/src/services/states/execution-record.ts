import type { TracingConfiguration } from '@aws-sdk/client-sfn';
import type { ExecutionStatus } from '@batch-workflows/asl';
import type { MachineLogging } from './logging-configuration.ts';

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
  /** The test case of the mock configuration that it was started with. */
  readonly testCase?: string;
  readonly input: string;
  readonly status: Exclude<ExecutionStatus, 'NEW'>;
  readonly startedAt: number;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}
