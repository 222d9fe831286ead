import { compile } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import {
  type AslState,
  definitionText,
  MACHINES,
  placeholdersOf,
  reachableFrom,
  readDefinition,
  scopesOf,
  statesOf,
  targetsOf,
  tasksOf,
} from './machine-files.ts';

const jobTasks = (states: readonly [string, AslState][]) =>
  states.filter(([, { Resource }]) => Resource?.endsWith('batch:submitJob.sync'));
const transient = { BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: 'FULL' };

describe.each(MACHINES)('statemachines/%s.asl.json', (name) => {
  const definition = readDefinition(name);
  const states = statesOf(definition);
  const tasks = tasksOf(definition);

  it('is JSON indented by two spaces that says what it does', () => {
    expect(definitionText(name)).toMatch(/^\{\n {2}"Comment": "[A-Z].{40,}\."/);
  });

  it('compiles once its placeholders are filled', () => {
    const filled = definitionText(name).replaceAll(/\$\{(\w+)\}/g, '$1');
    expect(() => compile(filled)).not.toThrow();
  });

  it('has placeholders that CloudFormation can substitute', () => {
    for (const placeholder of placeholdersOf(definitionText(name)))
      expect(placeholder).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
  });

  it('goes only to states that exist, and reaches every state', () => {
    for (const scope of scopesOf(definition)) {
      const names = Object.keys(scope.States);
      const targets = [scope.StartAt, ...Object.values(scope.States).flatMap(targetsOf)];
      expect(targets.filter((target) => !names.includes(target))).toEqual([]);
      expect([...reachableFrom(scope.StartAt, scope)].sort()).toEqual(names.sort());
    }
  });

  it('names no two states alike', () => {
    const names = states.map(([state]) => state);
    expect(names.filter((state, index) => names.indexOf(state) !== index)).toEqual([]);
  });

  it('speaks the current JSONPath syntax only', () => {
    expect(definitionText(name)).not.toMatch(/"(Iterator|QueryLanguage|Arguments|Output|Seconds)":/);
    for (const [, state] of states.filter(([, { Type }]) => Type === 'Map')) {
      const isInline = state.ItemProcessor?.ProcessorConfig?.Mode === 'INLINE';
      expect(state).toMatchObject({
        ItemSelector: expect.anything(),
        MaxConcurrency: isInline ? 40 : 1000,
      });
      if (!isInline) expect(state).toHaveProperty('Label');
      expect(state).not.toHaveProperty('Parameters');
    }
  });

  it.each(tasks)(
    'gives the task "%s" a time limit of its own, below that of the execution',
    (_, { TimeoutSeconds = 0 }) => {
      expect(TimeoutSeconds).toBeGreaterThan(0);
      expect(TimeoutSeconds).toBeLessThan(definition.TimeoutSeconds ?? 0);
    },
  );

  it('lets its tasks, one after the other with every attempt of a job, time out before the execution does', () => {
    const attempts = ({ Resource }: AslState) => (Resource?.endsWith('.sync') ? 3 : 1);
    const longest = tasks.reduce(
      (sum, [, task]) => sum + (task.TimeoutSeconds ?? Number.NaN) * attempts(task),
      0,
    );
    expect(definition.TimeoutSeconds).toBeGreaterThan(longest);
  });

  it('expects heartbeats of who holds a task token, and of nobody else', () => {
    for (const [, { Resource, HeartbeatSeconds, TimeoutSeconds = 0, Parameters }] of tasks) {
      if (!Resource?.endsWith('.waitForTaskToken')) {
        expect(HeartbeatSeconds).toBeUndefined();
        continue;
      }
      expect(HeartbeatSeconds).toBe(600);
      expect(HeartbeatSeconds).toBeLessThan(TimeoutSeconds);
      expect(Parameters).toMatchObject({ MessageBody: { 'taskToken.$': '$$.Task.Token' } });
    }
  });

  it.each(tasks)(
    'retries transient errors of "%s" with growing, capped, jittered waits before anything else',
    (_, task) => {
      const service = /:::(?:aws-sdk:)?(\w+):/.exec(task.Resource ?? '')?.[1] ?? '';
      const [first] = task.Retry ?? [];
      expect(first).toMatchObject(transient);
      const prefix = new RegExp(`^${service}\\.\\w+Exception$`, 'i');
      expect(first?.ErrorEquals.filter((error) => prefix.test(error)).length).toBeGreaterThanOrEqual(2);
      expect(first?.ErrorEquals).not.toContain('States.ALL');
      expect(first?.ErrorEquals).not.toContain('States.TaskFailed');
    },
  );

  // What an iteration of a Distributed Map catches has ended, and RedriveExecution would not run it again.
  const uncaught = ['Notify success', 'Run batch'];
  it('catches every error of every task but the last, keeping the input beside the error', () => {
    for (const [state, { Catch = [] }] of tasks.filter(([task]) => !uncaught.includes(task))) {
      expect([state, Catch.at(-1)?.ErrorEquals]).toEqual([state, ['States.ALL']]);
      for (const { ResultPath } of Catch) expect(ResultPath).toMatch(/^\$\.\w+$/);
    }
  });

  it('tells the topic of every failure, and then fails whether or not it could', () => {
    const ways = tasks
      .filter(([, { Resource }]) => !Resource?.endsWith('sns:publish'))
      .flatMap(([, { Catch = [] }]) => Catch.map(({ Next }) => Next))
      .concat(
        states.flatMap(([, { Type, Default }]) =>
          Type === 'Choice' && Default?.startsWith('Explain') ? [Default] : [],
        ),
      )
      .filter((next) => Object.hasOwn(definition.States, next))
      // Where the failed lose nobody else's work, the others are merged first.
      .filter((next) => !reachableFrom(next, definition).has('Merge'));
    expect(ways).not.toEqual([]);
    for (const way of ways) {
      const reached = [...reachableFrom(way, definition)].map(
        (state) => [state, definition.States[state]] as const,
      );
      const ends = reached.filter(([, state]) => state?.End === true || state?.Type === 'Fail');
      expect(ends.map(([, state]) => state?.Type)).toEqual(['Fail']);
      const [end] = ends;
      const before = reached.filter(
        ([, state]) => state !== undefined && targetsOf(state).includes(end?.[0] ?? ''),
      );
      for (const [, publish] of before) {
        expect(publish?.Resource).toBe('arn:aws:states:::sns:publish');
        expect(targetsOf(publish as AslState)).toEqual([end?.[0], end?.[0]]);
      }
    }
  });

  it('fails with the error and the cause of what went wrong', () => {
    const fails = states.filter(([, { Type }]) => Type === 'Fail');
    expect(fails).not.toEqual([]);
    for (const [, { ErrorPath, CausePath }] of fails) {
      expect(ErrorPath).toMatch(/failure\.error$/);
      expect(CausePath).toMatch(/failure\.cause$/);
    }
  });

  it('tells the topic of its success before it ends with a result', () => {
    const success = definition.States['Notify success'];
    expect(success).toMatchObject({
      Resource: 'arn:aws:states:::sns:publish',
      ResultPath: null,
      Next: 'Result',
    });
    expect(definition.States['Result']).toMatchObject({
      Type: 'Pass',
      Parameters: { workflow: name },
      End: true,
    });
  });

  it('gives its notifications subjects that SNS takes (100 characters with the longest name of a machine)', () => {
    for (const [, { Parameters = {} }] of tasks.filter(([, { Resource }]) =>
      Resource?.endsWith('sns:publish'),
    )) {
      const [, format = 'x'.repeat(100)] =
        /^States\.Format\('(.*)', \$\$\.StateMachine\.Name\)$/.exec(String(Parameters['Subject.$'])) ?? [];
      expect(format.replace('{}', 'm'.repeat(80)).length).toBeLessThanOrEqual(100);
    }
  });
});

describe.each(jobTasks(MACHINES.flatMap((name) => tasksOf(readDefinition(name)))))(
  'the job task "%s"',
  (_, { Retry = [] }) => {
    it('never repeats a request that Batch refused, and runs a failed job again after 30 and 45 seconds', () => {
      expect(Retry.slice(1)).toMatchObject([
        { ErrorEquals: expect.arrayContaining(['Batch.ClientException']), MaxAttempts: 0 },
        { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 30, MaxAttempts: 2, BackoffRate: 1.5 },
      ]);
    });
  },
);
