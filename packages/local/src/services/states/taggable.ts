import { requireArn } from './arn.ts';
import { resourceNotFound } from './errors.ts';
import type { StatesParts } from './parts.ts';

/** State machines and activities have tags; versions and aliases have none. @throws InvalidArn ResourceNotFound */
export function requireTaggable(
  arn: string,
  { machines, activities }: Pick<StatesParts, 'machines' | 'activities'>,
): string {
  requireArn(arn, 'stateMachine', 'activity');
  if (machines.find(arn) === undefined && activities.find(arn) === undefined) throw resourceNotFound(arn);
  return arn;
}
