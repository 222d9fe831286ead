import type { Operation } from '../../service.ts';
import type { CloudFormationParts } from './cloudformation-parts.ts';
import { createChangeSet } from './operations/create-change-set.ts';
import { createStack } from './operations/create-stack.ts';
import { deleteChangeSet } from './operations/delete-change-set.ts';
import { deleteStack } from './operations/delete-stack.ts';
import { describeChangeSet } from './operations/describe-change-set.ts';
import { describeStackEvents } from './operations/describe-stack-events.ts';
import { describeStackResource } from './operations/describe-stack-resource.ts';
import { describeStackResources } from './operations/describe-stack-resources.ts';
import { describeStacks } from './operations/describe-stacks.ts';
import { executeChangeSet } from './operations/execute-change-set.ts';
import { getStackPolicy } from './operations/get-stack-policy.ts';
import { getTemplate } from './operations/get-template.ts';
import { getTemplateSummary } from './operations/get-template-summary.ts';
import { listChangeSets } from './operations/list-change-sets.ts';
import { listExports } from './operations/list-exports.ts';
import { listStackResources } from './operations/list-stack-resources.ts';
import { listStacks } from './operations/list-stacks.ts';
import { setStackPolicy } from './operations/set-stack-policy.ts';
import { updateStack } from './operations/update-stack.ts';
import { updateTerminationProtection } from './operations/update-termination-protection.ts';
import { validateTemplate } from './operations/validate-template.ts';

/** Every operation of the CloudFormation API that runs here. */
export const operations = (parts: CloudFormationParts): Readonly<Record<string, Operation>> => ({
  CreateChangeSet: createChangeSet(parts),
  CreateStack: createStack(parts),
  DeleteChangeSet: deleteChangeSet(parts),
  DeleteStack: deleteStack(parts),
  DescribeChangeSet: describeChangeSet(parts),
  DescribeStackEvents: describeStackEvents(parts),
  DescribeStackResource: describeStackResource(parts),
  DescribeStackResources: describeStackResources(parts),
  DescribeStacks: describeStacks(parts),
  ExecuteChangeSet: executeChangeSet(parts),
  GetStackPolicy: getStackPolicy(parts),
  GetTemplate: getTemplate(parts),
  GetTemplateSummary: getTemplateSummary(parts),
  ListChangeSets: listChangeSets(parts),
  ListExports: listExports(parts),
  ListStackResources: listStackResources(parts),
  ListStacks: listStacks(parts),
  SetStackPolicy: setStackPolicy(parts),
  UpdateStack: updateStack(parts),
  UpdateTerminationProtection: updateTerminationProtection(parts),
  ValidateTemplate: validateTemplate(parts),
});
