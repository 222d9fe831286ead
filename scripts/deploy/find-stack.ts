import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import type { Target } from './target.ts';

/** The stage's stack; undefined where it was never made, or is deleted. */
export async function findStack({ cloudFormation, stackName }: Target): Promise<Stack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: stackName }),
    );
    return stack;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** What the stack says where things are. */
export const outputsOf = ({ Outputs = [] }: Stack): Readonly<Record<string, string>> =>
  Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
