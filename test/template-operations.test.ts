import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readDefinition, tasksOf } from './machine-files.ts';
import {
  listOf,
  objectsIn,
  ofType,
  type Property,
  packageTemplate,
  type Resource,
  referencesIn,
} from './packaged-template.ts';

type Policy = { readonly Statement: readonly Record<string, Property>[] };

const template = packageTemplate('prod');
const { Resources } = template;
const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
const rules = ofType(template, 'AWS::Events::Rule');
const runbook = readFileSync(join(import.meta.dirname, '../docs/runbook.md'), 'utf8');

/** The anchors that GitHub gives the headings of a page. */
const anchors = new Set(
  [...runbook.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/gu, '')
      .replaceAll(/\s/gu, '-'),
  ),
);
const linksIn = (text: string) =>
  [...text.matchAll(/docs\/runbook\.md#([\w-]+)/gu)].map(([, anchor]) => anchor);

/** The metrics of an alarm as `<namespace> <name>`, each with the resources that its dimensions name. */
function metricsOf({ Properties }: Resource): [string, string[]][] {
  return [...objectsIn(Properties)].flatMap(([, metric]): [string, string[]][] =>
    metric['MetricName'] === undefined
      ? []
      : [[`${metric['Namespace']} ${metric['MetricName']}`, referencesIn(metric['Dimensions'] ?? null)]],
  );
}
const watched = (metric: string) =>
  alarms
    .flatMap(([, alarm]) => metricsOf(alarm))
    .flatMap(([name, resources]) => (name === metric ? resources : []))
    .sort();
/** A property of a resource; null where there is none. */
const property = (id: string, name: string): Property => Resources[id]?.Properties[name] ?? null;
const statementsOf = (policy: Property) => (policy as unknown as Policy).Statement;
const idsOf = (type: string) => ofType(template, type).map(([id]) => id);

describe('the alarms', () => {
  it.each(alarms)('%s tells the operations topic, and where the runbook says what to do', (_, alarm) => {
    expect(alarm.Properties).toMatchObject({
      ActionsEnabled: true,
      AlarmActions: [{ Ref: 'OperationsTopic' }],
      TreatMissingData: 'notBreaching',
    });
    const [anchor, ...others] = linksIn(String(alarm.Properties['AlarmDescription']));
    expect(others).toEqual([]);
    expect(anchors).toContain(anchor);
  });

  it('watch every machine for executions that fail, time out or are throttled', () => {
    const machines = idsOf('AWS::StepFunctions::StateMachine').sort();
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionThrottled'])
      expect(watched(`AWS/States ${metric}`)).toEqual(machines);
  });

  it('watch every function for errors, the dead letters, and the rules of failed and blocked jobs', () => {
    expect(watched('AWS/Lambda Errors')).toEqual(idsOf('AWS::Lambda::Function').sort());
    expect(watched('AWS/SQS ApproximateNumberOfMessagesVisible')).toEqual(['CallbackDeadLetterQueue']);
    expect(watched('AWS/Events TriggeredRules')).toEqual(['BlockedQueueRule', 'FailedJobRule']);
  });

  it('are silent in dev', () => {
    for (const [, alarm] of ofType(packageTemplate('dev'), 'AWS::CloudWatch::Alarm'))
      expect(alarm.Properties['ActionsEnabled']).toBe(false);
  });

  it('are all on the dashboard', () => {
    const shown = referencesIn(property('Dashboard', 'DashboardBody'));
    expect(shown).toEqual(expect.arrayContaining(alarms.map(([id]) => id)));
  });
});

describe('the rules', () => {
  it('see executions of any machine of the stage that time out or are stopped', () => {
    expect(property('LostExecutionRule', 'EventPattern')).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['TIMED_OUT', 'ABORTED'],
        stateMachineArn: [
          { prefix: { 'Fn::Sub': expect.stringMatching(/:stateMachine:batch-workflows-prod-$/u) } },
        ],
      },
    });
  });

  it('see fan-outs that fail where nothing catches it', () => {
    const uncaught = tasksOf(readDefinition('fan-out-distributed')).filter(
      ([, { Catch }]) => Catch === undefined,
    );
    expect(uncaught.map(([state]) => state)).toEqual(['Notify success', 'Run batch']);
    expect(property('FailedShardsRule', 'EventPattern')).toMatchObject({
      detail: {
        status: ['FAILED'],
        error: expect.arrayContaining(['States.ExceedToleratedFailureThreshold', 'States.ItemReaderFailed']),
        stateMachineArn: [{ Ref: 'FanOutDistributedStateMachine' }],
      },
    });
  });

  it('see jobs of the queue that fail or block it', () => {
    const detail = { jobQueue: [{ Ref: 'JobQueue' }] };
    expect(property('FailedJobRule', 'EventPattern')).toMatchObject({
      detail: { ...detail, status: ['FAILED'] },
    });
    expect(property('BlockedQueueRule', 'EventPattern')).toMatchObject({ detail });
  });

  it('may publish where they are to, and nobody else may', () => {
    const publishing = rules.filter(([, { Properties }]) =>
      referencesIn(Properties['Targets'] ?? null).includes('OperationsTopic'),
    );
    const allowed = statementsOf(property('OperationsTopicPolicy', 'PolicyDocument')).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    expect(allowed.map(({ Principal }) => Principal)).toEqual([
      { Service: 'cloudwatch.amazonaws.com' },
      { Service: 'events.amazonaws.com' },
    ]);
    expect(referencesIn(allowed[1]?.['Condition'] ?? null).sort()).toEqual(
      publishing.map(([id]) => id).sort(),
    );
  });

  it('and alarms may use the key of the topic', () => {
    const services = statementsOf(property('OperationsKey', 'KeyPolicy')).flatMap(({ Principal, Action }) =>
      listOf((Principal as Record<string, Property>)['Service']).map((service) => [service, Action]),
    );
    const use = ['kms:Decrypt', 'kms:GenerateDataKey'];
    expect(services).toEqual([
      ['cloudwatch.amazonaws.com', use],
      ['events.amazonaws.com', use],
    ]);
    expect(property('OperationsTopic', 'KmsMasterKeyId')).toEqual({ Ref: 'OperationsKey' });
  });

  it('say what happened and where the runbook says what to do', () => {
    for (const [, rule] of rules) {
      const templates = [...objectsIn(rule.Properties)].flatMap(
        ([, { InputTemplate }]) => InputTemplate ?? [],
      );
      for (const link of templates.flatMap((text) => linksIn(String(text)))) expect(anchors).toContain(link);
    }
  });
});

describe('the dashboard', () => {
  it('is JSON whose widgets do not overlap', () => {
    const { 'Fn::Sub': text } = property('Dashboard', 'DashboardBody') as { 'Fn::Sub': string };
    const { widgets } = JSON.parse(text) as {
      widgets: { x: number; y: number; width: number; height: number; properties: { title: string } }[];
    };
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(widgets.map(({ properties }) => properties.title).join('\n')).toMatch(
      /healthy\?.*How far.*What failed\?/su,
    );
  });
});
