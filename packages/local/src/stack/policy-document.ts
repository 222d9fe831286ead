import type { PolicyDocument } from '../iam/policy.ts';
import type { Properties } from './properties.ts';
import { StackError } from './stack-error.ts';

/** A property that holds a policy. Its statements are checked by the registry of roles, which takes it. */
export function policyDocument(properties: Properties, name: string): PolicyDocument {
  const { Statement, ...rest } = properties.object(name);
  if (Statement === undefined) throw new StackError(properties.at(name), 'a policy needs a Statement');
  return { ...rest, Statement: Statement as unknown as PolicyDocument['Statement'] };
}
