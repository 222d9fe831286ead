import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Template } from '../packaged-template.ts';
import type { Check } from './check.ts';

interface Violation {
  readonly rule: string;
  readonly resource: string;
}

/** What AWS Solutions' rules ask for and is not done: rule, resources, why. */
const ACKNOWLEDGED: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^AwsSolutions-S1$/u,
    /^(Data|ServerlessDeployment)Bucket$/u,
    'CloudTrail logs who used a bucket, where an account wants that; access logs would need a second bucket without them.',
  ],
  [
    /^AwsSolutions-VPC7$/u,
    /^Vpc$/u,
    'Nothing can connect to the network, and jobs reach S3, ECR and CloudWatch Logs only, which log themselves.',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::\*\]$/u,
    /Role$/u,
    'The check of grants allows it for actions of which AWS knows no resource, each with its reason in the Metadata.',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::<DataBucket\.Arn>\/(input|results)\/.*\]$/u,
    /Role$/u,
    'Objects get their keys when an execution begins; the prefix is what is known before.',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::arn:.*:job-definition\/batch-workflows-\w+-[a-z]+:\*\]$/u,
    /StateMachineRole$/u,
    'An execution that began before a deployment submits the revision that it knows.',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::arn:.*:job\/\*\]$/u,
    /StateMachineRole$/u,
    'A job gets its id when it is submitted.',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::arn:.*:execution:batch-workflows-\w+-fan-out-distributed(\/Shards)?:\*\]$/u,
    /^FanOutDistributedStateMachineRole$/u,
    'Iterations of a Distributed Map get their names when they begin.',
  ],
];

/** cdk-nag's AWS Solutions rules, but for what is acknowledged above. */
export const nag: Check = {
  name: 'cdk-nag',
  findings: (template) =>
    violationsOf(template)
      .filter((violation) => !ACKNOWLEDGED.some((one) => covers(one, violation)))
      .map(({ rule, resource }) => `${resource}: ${rule}`),
};

/** The reasons for which the template has nothing that they would excuse. */
export const staleAcknowledgements = (template: Template): string[] => {
  const violations = violationsOf(template);
  return ACKNOWLEDGED.filter((one) => !violations.some((violation) => covers(one, violation))).map(
    ([rule]) => rule.source,
  );
};

const covers = ([rule, resource]: (typeof ACKNOWLEDGED)[number], violation: Violation) =>
  rule.test(violation.rule) && resource.test(violation.resource);

/** In a process of its own: the CDK is large, writes to the console, and ends with an error where it finds something. */
function violationsOf(template: Template): Violation[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'run-nag.ts')], {
    input: JSON.stringify(template),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`cdk-nag could not run:\n${stderr}`);
  return JSON.parse(stdout);
}
