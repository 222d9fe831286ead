import { describe, expect, it } from '@jest/globals';
import { ofType, packageTemplate, type Template } from './packaged-template.ts';

const definitionsOf = (template: Template) =>
  ofType(template, 'AWS::Batch::JobDefinition').map(([, { Properties }]) => Properties);
const environmentOf = ({ Resources }: Template) =>
  Resources['ComputeEnvironment']?.Properties['ComputeResources'];
const limitsOf = ({ Resources }: Template) => Resources['JobQueue']?.Properties['JobStateTimeLimitActions'];

describe.each(['dev', 'prod'])('the jobs of stage %s', (stage) => {
  const template = packageTemplate(stage);

  it('run on demand', () => {
    expect(environmentOf(template)).toMatchObject({ Type: 'FARGATE' });
  });

  it('are cancelled when nothing can ever start them, for whichever of AWS’s reasons', () => {
    const seconds = stage === 'prod' ? 7200 : 1800;
    expect(limitsOf(template)).toEqual(
      [
        'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
        'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
        'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
      ].map((Reason) => ({ State: 'RUNNABLE', Action: 'CANCEL', MaxTimeSeconds: seconds, Reason })),
    );
  });
});

describe('the parameters of a stage', () => {
  const template = packageTemplate('dev', {
    computeType: 'FARGATE_SPOT',
    maxvCpus: '256',
    jobVcpus: '4',
    jobMemoryMiB: '8192',
    jobAttempts: '7',
    jobTimeoutSeconds: '600',
    runnableLimitSeconds: '3600',
  });

  it('make it run on Spot, with as many vCPUs as they say', () => {
    expect(environmentOf(template)).toMatchObject({ Type: 'FARGATE_SPOT', MaxvCpus: '256' });
  });

  it('say what each job may use, how often it begins and how long it may take', () => {
    const definitions = definitionsOf(template);
    expect(definitions).toHaveLength(3);
    for (const definition of definitions) {
      expect(definition).toMatchObject({
        ContainerProperties: {
          ResourceRequirements: [
            { Type: 'VCPU', Value: '4' },
            { Type: 'MEMORY', Value: '8192' },
          ],
        },
        RetryStrategy: { Attempts: '7' },
        Timeout: { AttemptDurationSeconds: '600' },
      });
    }
  });

  it('say how long a job may wait for what does not come', () => {
    expect(limitsOf(template)).toContainEqual(expect.objectContaining({ MaxTimeSeconds: '3600' }));
  });

  it('let Batch begin again what was reclaimed, and not what failed', () => {
    for (const { RetryStrategy } of definitionsOf(template)) {
      const { EvaluateOnExit } = RetryStrategy as unknown as { EvaluateOnExit: Record<string, string>[] };
      expect(EvaluateOnExit.at(-1)).toEqual({ OnReason: '*', Action: 'EXIT' });
      const retried = EvaluateOnExit.filter(({ Action }) => Action === 'RETRY');
      expect(retried).toContainEqual({ OnStatusReason: 'Host EC2*', Action: 'RETRY' });
      expect(retried).toContainEqual({ OnStatusReason: 'Your Spot Task was interrupted*', Action: 'RETRY' });
      expect(retried).not.toContainEqual(expect.objectContaining({ OnExitCode: '*' }));
      expect(retried).not.toContainEqual(expect.objectContaining({ OnReason: '*' }));
    }
  });
});
