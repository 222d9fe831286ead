import type {
  ContainerProperties,
  RegisterJobDefinitionRequest,
  ResourceRequirement,
} from '@aws-sdk/client-batch';
import { batchErrors } from '../errors.ts';
import { validateAttemptSettings } from './attempt-settings.ts';
import { validateEnvironment } from './environment.ts';
import { isFargateSize } from './fargate-sizes.ts';
import { requireName } from './names.ts';
import { requireStrings } from './string-map.ts';
import { validateTags } from './tags.ts';

const LARGEST_DEFINITION = 24 * 1024;
const UNSUPPORTED = [
  'nodeProperties',
  'eksProperties',
  'ecsProperties',
  'consumableResourceProperties',
] as const;

/** @throws `ClientException` as RegisterJobDefinition does. Returns the definition's name. */
export function validateJobDefinition(request: RegisterJobDefinitionRequest, requestId: string): string {
  const name = requireName(request.jobDefinitionName, 'jobDefinitionName');
  for (const member of UNSUPPORTED) if (request[member] !== undefined) throw batchErrors.unsupported(member);
  if (request.type !== 'container') throw batchErrors.unsupported(`type ${request.type}`);
  if (Buffer.byteLength(JSON.stringify(request)) > LARGEST_DEFINITION) {
    throw batchErrors.invalid('The job definition is larger than 24 KiB');
  }
  requireStrings('parameters', request.parameters);
  validateTags(request.tags);
  validateAttemptSettings(request);
  const { schedulingPriority: priority } = request;
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 0 && priority <= 9999)) {
    throw batchErrors.invalid(`schedulingPriority must be an integer between 0 and 9999; it is ${priority}`);
  }
  const container = request.containerProperties;
  if (container === undefined) throw batchErrors.containerMissing();
  if (container.image === undefined || container.image === '') {
    throw batchErrors.invalid('containerProperties.image must not be empty');
  }
  if ((container.secrets ?? []).length > 0) throw batchErrors.unsupported('containerProperties.secrets');
  validateEnvironment('containerProperties.environment', container.environment);
  const onFargate = request.platformCapabilities?.includes('FARGATE') ?? false;
  validateResources(container, container.resourceRequirements, onFargate, requestId);
  if (onFargate && container.executionRoleArn === undefined) {
    throw batchErrors.invalid('executionRoleArn is required for jobs that run on Fargate resources');
  }
  return name;
}

/** vCPUs and memory, and on Fargate that they go together. */
export function validateResources(
  legacy: Pick<ContainerProperties, 'vcpus' | 'memory'>,
  requirements: readonly ResourceRequirement[] = [],
  onFargate: boolean,
  requestId: string,
): void {
  for (const member of ['vcpus', 'memory'] as const) {
    if (onFargate && legacy[member] !== undefined) throw batchErrors.fargateMember(member);
  }
  const amount = (type: string) => requirements.find((one) => one.type === type)?.value;
  const vcpus = amount('VCPU') ?? legacy.vcpus;
  const memory = amount('MEMORY') ?? legacy.memory;
  if (vcpus === undefined || !(Number(vcpus) > 0)) throw batchErrors.vcpuMissing(requestId);
  if (memory === undefined || !(Number(memory) > 0)) throw batchErrors.memoryMissing(requestId);
  if (onFargate && !isFargateSize(Number(vcpus), Number(memory))) {
    throw batchErrors.fargateSize(Number(vcpus), Number(memory), requestId);
  }
}
