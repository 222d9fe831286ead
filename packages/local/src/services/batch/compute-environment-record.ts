import type { CEState, CEType, ComputeResource } from '@aws-sdk/client-batch';

/** A compute environment as it is stored. */
export interface ComputeEnvironmentRecord {
  readonly name: string;
  readonly type: CEType;
  readonly state: CEState;
  readonly unmanagedvCpus?: number;
  readonly computeResources?: ComputeResource;
  readonly serviceRole?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** How many vCPUs its jobs may use at once. */
export const maxVcpus = (environment: ComputeEnvironmentRecord): number =>
  environment.computeResources?.maxvCpus ?? environment.unmanagedvCpus ?? Number.POSITIVE_INFINITY;
