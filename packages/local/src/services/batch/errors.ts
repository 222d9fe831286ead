import { AwsError } from '../../errors.ts';

/** What Batch refuses, in AWS's words where they are known; a hint is added where AWS's alone would not help. */
export const batchErrors = {
  jobName: (requestId: string) => executing('Job name should match valid pattern', requestId),
  vcpuMissing: (requestId: string) => executing('vCPU is not provided.', requestId),
  memoryMissing: (requestId: string) => executing('Memory is not provided.', requestId),
  fargateSize: (vcpus: number, memoryMiB: number, requestId: string) =>
    executing(
      `Fargate resource requirements (${vcpus.toFixed(2)} vCPU, ${memoryMiB} MiB) not valid.`,
      requestId,
    ),
  tooManyJobs: (requestId: string) => executing('Maximum number of jobs supported is  100 .', requestId),
  tooManyDependencies: (requestId: string) =>
    executing('Job cannot have more than 20 dependencies', requestId),
  jobTooLarge: (bytes: number, requestId: string) =>
    executing(
      `Job size must be less than 30 KiB, got ${Math.ceil(bytes / 1024)} KiB; hand large input over in S3`,
      requestId,
    ),
  namesWithMaxResults: (names: string, requestId: string) =>
    executing(`${names} and MaxResults cannot both be set`, requestId),
  tooManyRequests: () => new AwsError('TooManyRequestsException', 'Too Many Requests', 429),
  queueNotFound: (queue: string) => client(`JobQueue ${queue} not found.`),
  queueDisabled: (queue: string) =>
    client(`JobQueue ${queue} is not in ENABLED state; set its state to ENABLED with UpdateJobQueue`),
  definitionName: (name: string) =>
    client(`Provided name ${name} is not supported pattern[a-zA-Z_0-9-]{1,128}`),
  definitionNotFound: (name: string) =>
    client(`JobDefinition name ${name} does not exist or is not in ACTIVE status`),
  environmentNotFound: (name: string) => client(`ComputeEnvironment ${name} not found.`),
  environmentInUse: () => client('Cannot delete, found existing JobQueue relationship'),
  resourceNotFound: (arn: string) => client(`Resource ${arn} not found.`),
  dependencyNotFound: (jobId: string) =>
    client(`dependsOn names the job ${jobId}, which does not exist; submit it first and use its jobId`),
  arrayJobNotFound: (jobId: string) => client(`Array job ${jobId} not found.`),
  exists: () => client('Object already exists'),
  mustBeDisabled: () => client('Cannot delete, resource state must be DISABLED'),
  containerMissing: () => client('Container properties should not be empty'),
  fargateMember: (member: string) =>
    client(`${member} is not applicable for Fargate. Use resource requirements instead.`),
  deprecatedKey: (member: string) =>
    client(
      `${member}: This value was submitted in a deprecated key and may conflict with the value provided by the job definition's resource requirements.`,
    ),
  /** A member, or its value, that does not fit; `rule` says what would. */
  invalid: (rule: string) => client(rule),
  unsupported: (member: string) =>
    client(`${member} is not supported by the local AWS Batch; leave it out, or run this job on AWS`),
} as const;

const client = (message: string) => new AwsError('ClientException', message, 400);
const executing = (message: string, requestId: string) =>
  client(`Error executing request, Exception : ${message}, RequestId: ${requestId}`);
