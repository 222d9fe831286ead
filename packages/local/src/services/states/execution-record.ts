import type { ExecutionStatus } from '@batch-workflows/asl';

/** What is remembered of an execution beside its log. Input and output are JSON texts, times ms since 1970. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly definitionId: string;
  readonly input: string;
  readonly status: Exclude<ExecutionStatus, 'NEW'>;
  readonly startedAt: number;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}
