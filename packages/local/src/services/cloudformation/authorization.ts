import type { Authorization } from '../../service.ts';
import { stackArn } from '../../stack/parameters.ts';
import type { CloudFormationParts } from './cloudformation-parts.ts';

/** What a call on a stack asks of IAM: the stack, by its id or as any stack of that name. */
export const onStack =
  ({ config }: Pick<CloudFormationParts, 'config'>) =>
  ({ StackName = '*' }: { readonly StackName?: string | undefined }): Authorization => ({
    resources: [StackName.startsWith('arn:') ? StackName : stackArn(StackName, config, '*')],
  });
