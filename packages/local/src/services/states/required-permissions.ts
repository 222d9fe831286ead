import { isArray, isObject, type Json, parseResource } from '@batch-workflows/asl';
import { assumedRoleArn } from '../../iam/credentials.ts';
import type { Identity } from '../../iam/identity.ts';
import { logDestinationForbidden, managedRuleForbidden } from './errors.ts';
import type { MachineLogging } from './logging-configuration.ts';
import type { StatesParts } from './parts.ts';

/** A service whose `.sync` tasks Step Functions follows by events → the rule that it makes for them. */
const MANAGED_RULES: Readonly<Record<string, string>> = {
  batch: 'StepFunctionsGetEventsForBatchJobsRule',
  states: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
};

const RULE_ACTIONS = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const LOG_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

/** What a state machine is about to be, as far as its role's permissions matter. */
export interface MachineDemands {
  readonly roleArn: string;
  readonly definition: string;
  readonly loggingConfiguration: MachineLogging;
}

/**
 * What Step Functions checks of a role when a state machine is made or changed. AWS does not say which of the
 * actions of a log delivery it tries; here all that its page asks for are needed. X-Ray is not checked.
 * @throws AccessDeniedException
 */
export function requirePermissions(
  { roleArn, definition, loggingConfiguration }: MachineDemands,
  { config, permits }: StatesParts,
): void {
  const { accountId, region } = config;
  const identity: Identity = { accountId, roleArn, arn: assumedRoleArn(roleArn, 'StepFunctions') };
  for (const rule of managedRules(JSON.parse(definition) as Json)) {
    const arn = `arn:aws:events:${region}:${accountId}:rule/${rule}`;
    if (!RULE_ACTIONS.every((action) => permits(identity, action, arn))) throw managedRuleForbidden(roleArn);
  }
  if (loggingConfiguration.level === 'OFF') return;
  if (!LOG_ACTIONS.every((action) => permits(identity, action, '*'))) throw logDestinationForbidden();
}

/** The rules that the tasks of a definition need, in its branches and item processors too. */
function managedRules(definition: Json): Set<string> {
  const rules = new Set<string>();
  const visit = (value: Json): void => {
    if (isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    const { Type, Resource } = value;
    if (Type === 'Task' && typeof Resource === 'string') {
      const resource = parseResource(Resource);
      const rule = resource?.kind === 'service' ? MANAGED_RULES[resource.resourceType] : undefined;
      if (resource?.kind === 'service' && resource.pattern === 'sync' && rule !== undefined) rules.add(rule);
    }
    for (const member of Object.values(value)) visit(member);
  };
  visit(definition);
  return rules;
}
