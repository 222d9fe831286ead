import type { ComputeEnvironmentOrder } from '@aws-sdk/client-batch';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';

/** A queue's compute environments: as AWS answers them, and their names in the order in which they are tried. */
export function environmentOrder(
  order: readonly ComputeEnvironmentOrder[] | undefined,
  { environments, arns }: BatchBooks,
): { computeEnvironmentOrder: ComputeEnvironmentOrder[]; environments: string[] } {
  if (order === undefined || order.length < 1 || order.length > 3) {
    throw batchErrors.invalid('computeEnvironmentOrder must name between 1 and 3 compute environments');
  }
  const sorted = [...order].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const names = sorted.map(({ computeEnvironment }) => {
    const name = nameIn(computeEnvironment ?? '');
    if (environments.get(name) === undefined) throw batchErrors.environmentNotFound(computeEnvironment ?? '');
    return name;
  });
  const isFargate = (name: string) =>
    environments.get(name)?.computeResources?.type?.startsWith('FARGATE') ?? false;
  if (names.some(isFargate) && !names.every(isFargate)) {
    throw batchErrors.invalid(
      'computeEnvironmentOrder must not mix compute environments of Fargate with those of EC2',
    );
  }
  return {
    computeEnvironmentOrder: sorted.map(({ order }, index) => ({
      order,
      computeEnvironment: arns.computeEnvironment(names[index] ?? ''),
    })),
    environments: names,
  };
}

/** @throws `ClientException` when it is none that AWS allows. */
export function requirePriority(priority: number | undefined): number {
  if (priority !== undefined && Number.isInteger(priority) && priority >= 0 && priority <= 1000)
    return priority;
  throw batchErrors.invalid(`priority must be an integer between 0 and 1000; it is ${priority}`);
}
