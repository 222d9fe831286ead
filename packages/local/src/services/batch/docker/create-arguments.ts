import type { RunSpec } from '../runner.ts';

/** How containers of ours are known, and the process that made them. */
export const LABEL = 'batch-workflows.local';
export const OWNER_LABEL = `${LABEL}.owner`;
const JOB_LABEL = `${LABEL}.job`;

/** A name for the host that the front door takes for this machine's. */
const HOST = 'local-aws.localhost';

export interface CreateOptions {
  /** A file of `NAME=value` lines. */
  readonly environmentFile: string;
  readonly owner: string;
  readonly platform: NodeJS.Platform;
}

/** The arguments of `docker create` for an attempt, as ECS would have the container. */
export function createArguments(
  spec: RunSpec,
  { environmentFile, owner, platform }: CreateOptions,
): string[] {
  return [
    'create',
    // An image of the account's own registry exists only where somebody built it.
    ...['--pull', isOfAccount(spec.image) ? 'never' : 'missing'],
    ...['--label', LABEL, '--label', `${OWNER_LABEL}=${owner}`, '--label', `${JOB_LABEL}=${spec.jobId}`],
    ...['--cpus', String(spec.vcpus)],
    // No swap: what exceeds its memory is killed, as on ECS.
    ...['--memory', `${spec.memoryMiB}m`, '--memory-swap', `${spec.memoryMiB}m`],
    ...(spec.readonlyRootFilesystem ? ['--read-only'] : []),
    // On Linux alone the endpoint at 127.0.0.1 is reached by the host's own network.
    ...(platform === 'linux' ? ['--network', 'host'] : ['--add-host', `${HOST}:host-gateway`]),
    ...['--env-file', environmentFile],
    ...multiLine(spec.environment).flatMap((name) => ['--env', name]),
    spec.image,
    ...spec.command,
  ];
}

export const isOfAccount = (image: string) => /^\d{12}\.dkr\.ecr\./u.test(image);

/** The lines of the environment file. Values never stand among the arguments, which every user of the machine sees. */
export function environmentLines(spec: RunSpec, platform: NodeJS.Platform): string {
  const many = multiLine(spec.environment);
  return Object.entries(spec.environment)
    .filter(([name]) => !many.includes(name))
    .map(([name, value]) => `${name}=${name === 'AWS_ENDPOINT_URL' ? reachable(value, platform) : value}\n`)
    .join('');
}

/** Variables that no line of a file can hold; the CLI takes them from its own environment. */
export const multiLine = (environment: Readonly<Record<string, string>>): string[] =>
  Object.keys(environment).filter((name) => environment[name]?.includes('\n'));

const reachable = (url: string, platform: NodeJS.Platform) =>
  platform === 'linux' ? url : url.replace('127.0.0.1', HOST);
