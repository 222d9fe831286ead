import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { findStack } from '../find-stack.ts';
import type { PackagedStack } from '../packaged-stack.ts';
import { findRepository } from '../repository.ts';
import type { Target } from '../target.ts';
import type { Verdict } from './verdict.ts';

/** Without a stack nothing may be there that has the name of something it makes: its creation would fail half way. */
export async function checkLeftovers(
  target: Target,
  stack: PackagedStack,
  accountId: string,
): Promise<Verdict> {
  const check = 'leftovers';
  if ((await findStack(target)) !== undefined)
    return { check, outcome: 'passed', message: 'the stack owns what is there' };
  const bucket = stack.bucketIn(accountId, target.region);
  const there = [
    ...((await hasBucket(target, bucket)) ? [`the bucket ${bucket}`] : []),
    ...((await findRepository(target, stack.repository)) === undefined
      ? []
      : [`the repository ${stack.repository}`]),
    ...(await existingLogGroups(target, stack.logGroups)).map((name) => `the log group ${name}`),
  ];
  if (there.length === 0) return { check, outcome: 'passed', message: 'nothing is in the way' };
  const message = `${there.join(', ')} is left of an earlier stack; keep what you need of it, then: pnpm run remove --stage ${target.stage}`;
  return { check, outcome: 'failed', message };
}

async function hasBucket({ s3 }: Target, Bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NotFound' || name === 'NoSuchBucket') return false;
    throw error;
  }
}

/** Those of the log groups that are there. */
export async function existingLogGroups({ logs }: Target, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (logGroupNamePrefix) => {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
      return logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix)
        ? [logGroupNamePrefix]
        : [];
    }),
  );
  return found.flat();
}
