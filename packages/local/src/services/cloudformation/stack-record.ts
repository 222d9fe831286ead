import type { Capability, Output, StackStatus, Tag } from '@aws-sdk/client-cloudformation';

/** What a stack is made of, or is to be made of. `template` is JSON text. */
export interface StackPlan {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly Capability[];
}

/** A stack as it is remembered. Times in ms since 1970. */
export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: StackStatus;
  readonly reason?: string;
  /** What it is made of; absent until it has been made. */
  readonly plan?: StackPlan;
  /** What the operation under way makes of it. */
  readonly target?: StackPlan;
  readonly outputs: readonly Output[];
  readonly terminationProtection: boolean;
  readonly disableRollback: boolean;
  readonly policy?: string;
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
}
