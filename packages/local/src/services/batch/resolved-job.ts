import type {
  ContainerProperties,
  KeyValuePair,
  ResourceRequirement,
  RetryStrategy,
} from '@aws-sdk/client-batch';
import type { JobDefinitionRecord } from './job-definitions.ts';
import type { JobSpec } from './job-record.ts';
import { substitute } from './parameters.ts';

/** A job definition with one submission's overrides applied: what is to be run. */
export interface ResolvedJob {
  readonly container: ContainerProperties;
  readonly command: readonly string[];
  readonly environment: readonly KeyValuePair[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly resourceRequirements: readonly ResourceRequirement[];
  readonly retryStrategy: RetryStrategy & { readonly attempts: number };
  /** Seconds; none means that an attempt may take for ever. */
  readonly attemptDurationSeconds?: number;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly onFargate: boolean;
}

export function resolveJob(spec: JobSpec, definition: JobDefinitionRecord): ResolvedJob {
  const container = definition.containerProperties ?? {};
  const parameters = { ...definition.parameters, ...spec.parameters };
  const resourceRequirements = overrideBy(
    'type',
    container.resourceRequirements,
    spec.overrides?.resourceRequirements,
  );
  const amount = (type: string) => {
    const requirement = resourceRequirements.find((one) => one.type === type);
    return requirement === undefined ? undefined : Number(requirement.value);
  };
  const retryStrategy = spec.retryStrategy ?? definition.retryStrategy;
  const attemptDurationSeconds = (spec.timeout ?? definition.timeout)?.attemptDurationSeconds;
  return {
    container,
    command: substitute(spec.overrides?.command ?? container.command ?? [], parameters),
    environment: overrideBy('name', container.environment, spec.overrides?.environment),
    parameters,
    resourceRequirements,
    retryStrategy: {
      attempts: retryStrategy?.attempts ?? 1,
      evaluateOnExit: retryStrategy?.evaluateOnExit ?? [],
    },
    ...(attemptDurationSeconds === undefined ? {} : { attemptDurationSeconds }),
    vcpus: amount('VCPU') ?? spec.overrides?.vcpus ?? container.vcpus ?? 1,
    memoryMiB: amount('MEMORY') ?? spec.overrides?.memory ?? container.memory ?? 0,
    onFargate: definition.platformCapabilities?.includes('FARGATE') ?? false,
  };
}

function overrideBy<Key extends string, T extends { [K in Key]?: string | undefined }>(
  key: Key,
  given: readonly T[] = [],
  overrides: readonly T[] = [],
): T[] {
  const merged = new Map<string | undefined, T>();
  for (const one of [...given, ...overrides]) merged.set(one[key], one);
  return [...merged.values()];
}
