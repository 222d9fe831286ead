import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Properties = Readonly<Record<string, unknown>>;

/** What deploying needs to know of the packaged template. */
export interface PackagedStack {
  readonly maxvCpus: number;
  readonly computeType: string;
  /** `linux/arm64`, say: what the job's image is built for. */
  readonly platform: string;
  readonly repository: string;
  readonly logGroups: readonly string[];
  /** Its name in an account and region. */
  readonly bucketIn: (accountId: string, region: string) => string;
}

/** Reads the template that `serverless package` wrote into a service's folder. */
export function readPackagedStack(folder: string): PackagedStack {
  const file = join(folder, '.serverless/cloudformation-template-update-stack.json');
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as {
    Resources: Readonly<Record<string, { Type: string; Properties: Properties }>>;
  };
  const of = (id: string): Properties => Resources[id]?.Properties ?? {};
  const compute = of('ComputeEnvironment')['ComputeResources'] as { MaxvCpus: unknown; Type: string };
  const { RuntimePlatform } = of('AggregateJobDefinition')['ContainerProperties'] as {
    RuntimePlatform: { CpuArchitecture: string; OperatingSystemFamily: string };
  };
  const { 'Fn::Sub': bucket } = of('DataBucket')['BucketName'] as { 'Fn::Sub': string };
  return {
    maxvCpus: Number(compute.MaxvCpus),
    computeType: compute.Type,
    platform: `${RuntimePlatform.OperatingSystemFamily}/${RuntimePlatform.CpuArchitecture}`.toLowerCase(),
    repository: String(of('JobRepository')['RepositoryName']),
    logGroups: Object.values(Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Logs::LogGroup' ? [String(Properties['LogGroupName'])] : [],
    ),
    bucketIn: (accountId, region) =>
      bucket.replace('${AWS::AccountId}', accountId).replace('${AWS::Region}', region),
  };
}
