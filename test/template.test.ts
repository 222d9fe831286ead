import { describe, expect, it } from '@jest/globals';
import { definitionText, MACHINES, type MachineName, placeholdersOf, tasksOf } from './machine-files.ts';
import {
  objectsIn,
  ofType,
  type Property,
  packageTemplate,
  type Resource,
  referencesIn,
  type Template,
} from './packaged-template.ts';

const STAGES = ['dev', 'prod', 'local'] as const;
const templates = Object.fromEntries(STAGES.map((stage) => [stage, packageTemplate(stage)])) as Record<
  (typeof STAGES)[number],
  Template
>;
const KNOWN_INTRINSICS = ['Fn::GetAZs', 'Fn::GetAtt', 'Fn::Join', 'Fn::Select', 'Fn::Sub', 'Ref'];

const machineName = ({ Properties }: Resource, stage: string) =>
  String(Properties['StateMachineName']).replace(`batch-workflows-${stage}-`, '') as MachineName;
const definitionOf = ({ Properties }: Resource) => JSON.parse(String(Properties['DefinitionString']));

describe.each(STAGES)('the template of stage %s', (stage) => {
  const template = templates[stage];
  const { Resources, Outputs } = template;
  const machines = ofType(template, 'AWS::StepFunctions::StateMachine');
  const functions = ofType(template, 'AWS::Lambda::Function');
  const only = (type: string): Resource => {
    const [[, resource] = []] = ofType(template, type);
    if (resource === undefined) throw new Error(`the template has no ${type}`);
    return resource;
  };

  it('has the five machines, each the file of its name', () => {
    expect(machines.map(([, machine]) => machineName(machine, stage)).sort()).toEqual([...MACHINES].sort());
    for (const [, machine] of machines) {
      expect(definitionOf(machine)).toEqual(JSON.parse(definitionText(machineName(machine, stage))));
    }
  });

  it.each(machines)('substitutes every placeholder of %s, and no other', (_, { Properties }) => {
    const substitutions = Object.keys(Properties['DefinitionSubstitutions'] ?? {});
    expect(substitutions.sort()).toEqual([...placeholdersOf(String(Properties['DefinitionString']))].sort());
  });

  it('refers only to what it has', () => {
    const references = referencesIn(Resources as unknown as Property).concat(
      referencesIn(Outputs as unknown as Property),
    );
    const known = new Set(Object.keys(Resources));
    expect(references.filter((name) => !name.startsWith('AWS::') && !known.has(name))).toEqual([]);
  });

  it('uses only the intrinsics that the local loader knows', () => {
    const used = [...objectsIn(Resources as unknown as Property)]
      .flatMap(([, object]) => Object.keys(object))
      .filter((key) => key === 'Ref' || key.startsWith('Fn::'));
    expect([...new Set(used)].sort()).toEqual(KNOWN_INTRINSICS);
  });

  it.each(functions)(
    'gives %s its zip, the current runtime, a time limit, tracing and the bucket',
    (_, { Properties }) => {
      expect(Properties).toMatchObject({
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        Environment: { Variables: { DATA_BUCKET: { Ref: 'DataBucket' } } },
      });
      const name = String(Properties['FunctionName']).replace(`batch-workflows-${stage}-`, '');
      expect(Properties['Code']).toMatchObject({
        S3Key: expect.stringMatching(new RegExp(`/${name}\\.zip$`)),
      });
      expect(Properties['Timeout']).toBeLessThanOrEqual(300);
    },
  );

  it('waits longer for a function or a job than its own time limits allow', () => {
    const limits = functions.map(([id, { Properties }]): [string, number] => [
      id,
      Number(Properties['Timeout']),
    ]);
    for (const [, machine] of machines) {
      const substitutions = machine.Properties['DefinitionSubstitutions'] as Record<string, Property>;
      for (const [, { Parameters = {}, TimeoutSeconds }] of tasksOf(definitionOf(machine))) {
        const called = String(Parameters['FunctionName'] ?? Parameters['JobDefinition'] ?? '').replace(
          /^\$\{(.*)\}$/,
          '$1',
        );
        if (called === '') continue;
        const [target = ''] = referencesIn(substitutions[called] ?? null);
        const { RetryStrategy, Timeout } = (Resources[target]?.Properties ?? {}) as Record<
          string,
          Record<string, number>
        >;
        const limit =
          new Map(limits).get(target) ??
          (RetryStrategy?.['Attempts'] ?? Number.NaN) * (Timeout?.['AttemptDurationSeconds'] ?? Number.NaN);
        expect(TimeoutSeconds).toBeGreaterThan(limit);
      }
    }
  });

  it('hands each job the parameters that its command refers to', () => {
    for (const [, machine] of machines) {
      for (const [, { Parameters = {} }] of tasksOf(definitionOf(machine))) {
        const given = Parameters['Parameters'];
        if (given === undefined || given === null) continue;
        const definition =
          Resources[String(Parameters['JobDefinition']).slice(2, -1)]?.Properties['ContainerProperties'];
        const command = (definition as { Command: string[] }).Command;
        const wanted = command
          .filter((word) => word.startsWith('Ref::'))
          .map((word) => word.slice('Ref::'.length));
        expect(
          Object.keys(given)
            .map((key) => key.replace(/\.\$$/, ''))
            .sort(),
        ).toEqual(wanted.sort());
      }
    }
  });

  it('retries in Batch only what is nobody’s fault', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::Batch::JobDefinition')) {
      const rules = (Properties['RetryStrategy'] as { EvaluateOnExit: { Action: string }[] }).EvaluateOnExit;
      expect(rules).toContainEqual({ OnStatusReason: 'Host EC2*', Action: 'RETRY' });
      expect(rules).toContainEqual({ OnExitCode: '69', Action: 'RETRY' });
      expect(rules.at(-1)).toEqual({ OnReason: '*', Action: 'EXIT' });
      expect(Properties['ContainerProperties']).toMatchObject({
        ReadonlyRootFilesystem: true,
        RuntimePlatform: { CpuArchitecture: 'ARM64' },
        Image: {
          'Fn::Sub': expect.stringMatching(new RegExp(`/batch-workflows-${stage}-job:\\d+\\.\\d+\\.\\d+$`)),
        },
      });
    }
  });

  it('keeps a message away from others for six times the function’s time limit, then in a dead-letter queue', () => {
    const { CallbackQueue, CallbackDeadLetterQueue, CallbackLambdaFunction } = Resources;
    const timeout = Number(CallbackLambdaFunction?.Properties['Timeout']);
    expect(CallbackQueue?.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * timeout);
    expect(CallbackQueue?.Properties['RedrivePolicy']).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': ['CallbackDeadLetterQueue', 'Arn'] },
      maxReceiveCount: 3,
    });
    expect(Number(CallbackDeadLetterQueue?.Properties['MessageRetentionPeriod'])).toBeGreaterThan(
      Number(CallbackQueue?.Properties['MessageRetentionPeriod']),
    );
    expect(only('AWS::Lambda::EventSourceMapping').Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': ['CallbackQueue', 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: expect.any(Number) },
    });
  });

  it('says where everything is', () => {
    expect(Object.keys(Outputs)).toEqual(
      expect.arrayContaining([
        'DataBucketName',
        'CallbackQueueUrl',
        'NotificationTopicArn',
        ...machines.map(([id]) => `${id}Arn`),
      ]),
    );
  });

  it('names what people and commands look for after the stage', () => {
    const named = Object.values(Resources).flatMap(({ Properties }) =>
      [
        'FunctionName',
        'StateMachineName',
        'QueueName',
        'TopicName',
        'JobQueueName',
        'JobDefinitionName',
        'RepositoryName',
      ].flatMap((key) => (typeof Properties[key] === 'string' ? [Properties[key]] : [])),
    );
    expect(named).toHaveLength(3 + 7 + 2 + 2 + 1 + 3 + 1);
    for (const name of named) expect(name).toMatch(new RegExp(`^batch-workflows-${stage}(-[a-z-]+)?$`));
  });
});
