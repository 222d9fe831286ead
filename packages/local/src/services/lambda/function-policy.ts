import type { PolicyDocument } from '../../iam/policy.ts';
import type { FunctionRecord } from './function-record.ts';

/** A function's resource policy, of the statements that AddPermission made; undefined without any. */
export function functionPolicy(record: FunctionRecord | undefined): PolicyDocument | undefined {
  if (record === undefined || record.policy.length === 0) return undefined;
  return { Version: '2012-10-17', Statement: record.policy };
}
