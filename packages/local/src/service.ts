import type { Batch } from '@aws-sdk/client-batch';
import type { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { ECR } from '@aws-sdk/client-ecr';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { S3 } from '@aws-sdk/client-s3';
import type { SFN } from '@aws-sdk/client-sfn';
import type { SNS } from '@aws-sdk/client-sns';
import type { SQS } from '@aws-sdk/client-sqs';
import type { STS } from '@aws-sdk/client-sts';
import type { Identity } from './iam/identity.ts';
import type { PolicyDocument } from './iam/policy.ts';
import type { ServiceKeys } from './iam/request-context.ts';

/** Every method of an SDK's aggregated client as `{Operation: {input, output}}`. */
type OperationsOf<Client> = {
  [Method in keyof Client & string as Capitalize<Method>]: Client[Method] extends {
    (args: infer Input, options?: infer _O): Promise<infer Output>;
    (args: infer _A, callback: infer _B): void;
    (args: infer _C, options: infer _D, callback: infer _E): void;
  }
    ? { input: Input; output: Omit<Output, '$metadata'> }
    : never;
};

/** The services behind the front door, by the name in a request's SigV4 credential scope. */
export interface Api {
  states: OperationsOf<SFN>;
  batch: OperationsOf<Batch>;
  cloudformation: OperationsOf<CloudFormation>;
  ecr: OperationsOf<ECR>;
  lambda: OperationsOf<Lambda>;
  sqs: OperationsOf<SQS>;
  sns: OperationsOf<SNS>;
  s3: OperationsOf<S3>;
  sts: OperationsOf<STS>;
  logs: OperationsOf<CloudWatchLogs>;
}
export type ServiceName = keyof Api;

export interface RequestContext {
  readonly identity: Identity;
  readonly requestId: string;
  /**
   * A caller that may repeat a call after a crash names it: two calls with one token have one effect.
   * Only operations that start work look at it (`batch:SubmitJob`, `states:StartExecution`).
   */
  readonly idempotencyToken?: string;
  /** Aborted when the caller is no longer interested (its connection closed, its execution stopped). */
  readonly signal?: AbortSignal;
}

/** What IAM is asked before an operation runs. */
export interface Authorization {
  /** The IAM action without its service prefix; by default the operation's name. */
  readonly action?: string;
  /** The ARNs it acts on; `['*']` for an operation without resource-level permissions. */
  readonly resources: readonly string[];
  /** The condition keys of the service itself, such as `s3:prefix`. */
  readonly context?: ServiceKeys;
}

/** One API operation: a file of the same name, for example `services/batch/operations/submit-job.ts`. */
export interface Operation<Input = never, Output = unknown> {
  authorize?(input: Input): Authorization | readonly Authorization[];
  run(input: Input, context: RequestContext): Output | Promise<Output>;
}

export interface Service {
  readonly name: ServiceName;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The policy of one of its resources, by ARN; absent for a service whose resources have none. */
  resourcePolicy?(arn: string): PolicyDocument | undefined;
  /** Continues what an earlier process left, once every service is registered. */
  start?(): void | Promise<void>;
  /** Ends every process and timer of the service. */
  stop?(): void | Promise<void>;
}

export interface CallOptions {
  readonly identity: Identity;
  readonly idempotencyToken?: string;
  readonly signal?: AbortSignal;
}

/**
 * The only way in which services meet. Checks the identity's policies, then runs the operation.
 * Rejects with `AwsError`: the service's own, or `AccessDeniedException`.
 */
export type Call = <S extends ServiceName, O extends keyof Api[S] & string>(
  service: S,
  operation: O,
  input: Api[S][O] extends { input: infer Input } ? Input : never,
  options: CallOptions,
) => Promise<Api[S][O] extends { output: infer Output } ? Output : never>;
