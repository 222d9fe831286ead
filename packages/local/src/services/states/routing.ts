import type { Route } from './aliases.ts';
import { isVersion, qualifiedArn } from './arn.ts';
import { referencedResourceNotFound, validation } from './errors.ts';
import type { Versions } from './versions.ts';

/**
 * The state machine whose versions an alias leads to.
 * @throws InvalidArn ResourceNotFound ValidationException
 */
export function routedMachine(routes: readonly Route[], versions: Versions): string {
  const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  if (new Set(arns).size < arns.length) {
    throw validation(
      `Routing configuration must contain distinct state machine version ARNs. Received: [${arns.join(', ')}]`,
    );
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw validation(
      `Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`,
    );
  }
  const [machine = '', ...others] = new Set(arns.map(machineOf));
  if (others.length > 0) {
    throw validation(
      `Routing configuration must contain versions of one state machine. Received: [${arns.join(', ')}]`,
    );
  }
  const missing = arns.find((arn) => versions.find(arn) === undefined);
  if (missing !== undefined) throw referencedResourceNotFound(missing);
  return machine;
}

function machineOf(versionArn: string): string {
  const qualified = qualifiedArn(versionArn);
  if (!isVersion(qualified)) {
    throw validation(
      `Routing configuration must contain state machine version ARNs. Received: ${versionArn}`,
    );
  }
  return qualified.stateMachineArn;
}

/** The version that the next execution runs. @param chance in [0, 1) */
export function routed(routes: readonly Route[], chance: number): string | undefined {
  let left = chance * 100;
  for (const { stateMachineVersionArn, weight } of routes) {
    if (left < weight) return stateMachineVersionArn;
    left -= weight;
  }
  return undefined;
}
