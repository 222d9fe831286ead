import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../package-app.ts';
import { CommandFailure } from '../workflow-client/command-failure.ts';

const LARGEST_PRINT = 64 * 1024 * 1024;

/** A job definition as far as it decides about time and money. */
export interface JobSettings {
  readonly vcpus: number;
  readonly memoryGb: number;
  readonly architecture: 'ARM64' | 'X86_64';
  readonly hasPublicIp: boolean;
  /** What Batch ends an attempt after; undefined where nothing does. */
  readonly attemptSeconds: number | undefined;
  /** What `Ref::` parameters are where a submission does not say. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The job's command, with its `Ref::` parameters. */
  readonly command: readonly string[];
}

export interface FunctionSettings {
  readonly memoryGb: number;
  readonly architecture: 'arm64' | 'x86_64';
}

export interface MachineSettings {
  readonly name: string;
  /** The definition, each `${Placeholder}` filled with the logical id of what it stands for. */
  readonly definition: string;
  readonly logLevel: string;
  readonly logsData: boolean;
}

/** A stage of the application as serverless.yml and resources/ describe it; by logical ids. */
export interface StageSettings {
  readonly stage: string;
  readonly jobs: ReadonlyMap<string, JobSettings>;
  readonly functions: ReadonlyMap<string, FunctionSettings>;
  /** By workflow, such as `fan-out-batch-jobs`. */
  readonly machines: ReadonlyMap<string, MachineSettings>;
  /** Of the compute environment that the job queue asks first. */
  readonly maxVcpus: number;
  readonly isSpot: boolean;
}

/**
 * Reads a stage's settings with `serverless print`, which resolves every parameter and writes nothing.
 * @throws CommandFailure with the tool's own words where it cannot
 */
export async function readStageSettings(stage: string): Promise<StageSettings> {
  const bin = join(ROOT, 'node_modules/.bin');
  const run = promisify(execFile)(join(bin, 'serverless'), ['print', '--stage', stage, '--format', 'json'], {
    cwd: ROOT,
    maxBuffer: LARGEST_PRINT,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}` },
  });
  const { stdout } = await run.catch(({ stdout: said, stderr }) => {
    throw new CommandFailure(`serverless print --stage ${stage} failed:\n${said}${stderr}`);
  });
  return settingsOf(stage, JSON.parse(stdout));
}

// biome-ignore lint/suspicious/noExplicitAny: the tool has checked the configuration; here it is only read.
type Printed = any;

function settingsOf(
  stage: string,
  { provider, functions, stepFunctions, resources }: Printed,
): StageSettings {
  const { Resources, extensions } = resources;
  const [queue] = ofType(Resources, 'AWS::Batch::JobQueue');
  const order: Printed[] = queue?.[1].ComputeEnvironmentOrder ?? [];
  const first = [...order].sort((a, b) => a.Order - b.Order)[0]?.ComputeEnvironment;
  const environment = Resources[referred(first)]?.Properties.ComputeResources;
  return {
    stage,
    maxVcpus: Number(environment.MaxvCpus),
    isSpot: environment.Type === 'FARGATE_SPOT',
    jobs: new Map(ofType(Resources, 'AWS::Batch::JobDefinition').map(([id, job]) => [id, jobOf(job)])),
    functions: new Map(
      Object.entries<Printed>(functions).map(([key, { memorySize, architecture }]) => [
        `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`,
        {
          memoryGb: (memorySize ?? provider.memorySize) / 1024,
          architecture: architecture ?? provider.architecture,
        },
      ]),
    ),
    machines: new Map(
      Object.values<Printed>(stepFunctions.stateMachines).map(({ id, name, definition, loggingConfig }) => {
        const substitutions = extensions[id]?.Properties.DefinitionSubstitutions ?? {};
        const machine = {
          name,
          definition: filled(JSON.stringify(definition), substitutions),
          logLevel: loggingConfig?.level ?? 'OFF',
          logsData: loggingConfig?.includeExecutionData === true,
        };
        return [name.slice(name.indexOf(`-${stage}-`) + stage.length + 2), machine];
      }),
    ),
  };
}

function jobOf({ ContainerProperties: container, Parameters, Timeout }: Printed): JobSettings {
  const required = (type: string) =>
    Number(container.ResourceRequirements.find(({ Type }: Printed) => Type === type).Value);
  return {
    vcpus: required('VCPU'),
    memoryGb: required('MEMORY') / 1024,
    architecture: container.RuntimePlatform?.CpuArchitecture ?? 'X86_64',
    hasPublicIp: container.NetworkConfiguration?.AssignPublicIp === 'ENABLED',
    attemptSeconds: Timeout?.AttemptDurationSeconds,
    parameters: Parameters ?? {},
    command: container.Command,
  };
}

const filled = (definition: string, substitutions: Record<string, Printed>): string =>
  definition.replaceAll(/\$\{(\w+)\}/g, (_, name) => referred(substitutions[name]) ?? name);

/** The logical id that `Ref` or `Fn::GetAtt` names. */
const referred = (value: Printed): string => value?.Ref ?? value?.['Fn::GetAtt']?.[0];

const ofType = (resources: Record<string, Printed>, type: string): [string, Printed][] =>
  Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
    Type === type ? [[id, Properties] as [string, Printed]] : [],
  );
