import type { AslState } from '../machine-files.ts';

/** The actions for which AWS knows nothing narrower than `*`, and why. */
export const KNOWN_TO_NEED_STAR: Readonly<Record<string, string>> = {
  'batch:DescribeJobs': 'no resource-level permissions',
  'ecr:GetAuthorizationToken': 'the login token is for the whole registry',
  'xray:GetSamplingRules': 'no resource-level permissions',
  'xray:GetSamplingTargets': 'no resource-level permissions',
  'xray:PutTelemetryRecords': 'no resource-level permissions',
  'xray:PutTraceSegments': 'no resource-level permissions',
  'logs:CreateLogDelivery': 'log deliveries belong to the account',
  'logs:DeleteLogDelivery': 'log deliveries belong to the account',
  'logs:DescribeLogGroups': 'log deliveries belong to the account',
  'logs:DescribeResourcePolicies': 'log deliveries belong to the account',
  'logs:GetLogDelivery': 'log deliveries belong to the account',
  'logs:ListLogDeliveries': 'log deliveries belong to the account',
  'logs:PutResourcePolicy': 'log deliveries belong to the account',
  'logs:UpdateLogDelivery': 'log deliveries belong to the account',
};

/** What a Task's Resource needs its machine's role to allow. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['lambda:InvokeFunction'],
  'batch:submitJob.sync': [
    'batch:DescribeJobs',
    'batch:SubmitJob',
    'batch:TerminateJob',
    'events:DescribeRule',
    'events:PutRule',
    'events:PutTargets',
  ],
  'sns:publish': ['sns:Publish'],
  'sqs:sendMessage.waitForTaskToken': ['sqs:SendMessage'],
  'aws-sdk:s3:getObject': ['s3:GetObject'],
};
/** What a Distributed Map does in its machine's name: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
const NEEDED_BY_MAP: Readonly<Record<string, readonly string[]>> = {
  ItemReader: ['s3:GetObject'],
  ItemProcessor: [
    'states:DescribeExecution',
    'states:RedriveExecution',
    'states:StartExecution',
    'states:StopExecution',
  ],
  ResultWriter: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
};
/** The actions that a Distributed Map needs; of other states none. */
export const neededByMap = (state: AslState) =>
  state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED'
    ? Object.entries(NEEDED_BY_MAP).flatMap(([field, actions]) =>
        Object.hasOwn(state, field) ? actions : [],
      )
    : [];
/** The actions that a task needs. */
export const neededBy = ({ Resource = '' }: AslState) =>
  NEEDED[Resource.replace('arn:aws:states:::', '')] ?? [`unknown: ${Resource}`];
