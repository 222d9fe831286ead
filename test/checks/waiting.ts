import { type AslState, tasksOf } from '../machine-files.ts';
import { ofType, type Resource, referencesIn, type Template } from '../packaged-template.ts';
import type { Check } from './check.ts';
import { definitionOf } from './definition.ts';
import type { Statement } from './policies.ts';

/** Nothing waits for ever, for something that cannot come, or for less than the thing itself may take. */
export const waiting: Check = {
  name: 'waiting',
  findings: (template) =>
    ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, machine]) => {
      const definition = definitionOf(machine);
      if (definition === undefined) return [];
      const whole = definition.TimeoutSeconds === undefined ? [`${id}: may run for a year`] : [];
      const tasks = tasksOf(definition).flatMap(([name, task]) =>
        [...unbounded(task), ...shorter(template, machine, task)].map((what) => `${id}/${name}: ${what}`),
      );
      return [...whole, ...tasks];
    }),
};

function unbounded(task: AslState): string[] {
  const { Resource = '', TimeoutSeconds, HeartbeatSeconds } = task;
  const isSync = /\.sync(:2)?$/u.test(Resource);
  return [
    ...(TimeoutSeconds === undefined ? ['has no timeout'] : []),
    ...(Resource.endsWith('.waitForTaskToken') && HeartbeatSeconds === undefined
      ? ['waits for an answer without a heartbeat']
      : []),
    ...(isSync && HeartbeatSeconds !== undefined ? ['nobody sends the heartbeat of a .sync task'] : []),
  ];
}

/** A task that gives up before its function or job must fails what would have succeeded. */
function shorter({ Resources }: Template, { Properties }: Resource, task: AslState): string[] {
  const { Parameters = {}, TimeoutSeconds = Number.POSITIVE_INFINITY } = task;
  const substitutions = (Properties['DefinitionSubstitutions'] ?? {}) as Statement;
  const called = String(Parameters['FunctionName'] ?? Parameters['JobDefinition'] ?? '');
  const [target = ''] = referencesIn(substitutions[called.slice(2, -1)] ?? null);
  const limit = limitOf(Resources[target]);
  return TimeoutSeconds > limit
    ? []
    : [`gives up after ${TimeoutSeconds} s, and ${target} may take ${limit} s`];
}

function limitOf(resource: Resource | undefined): number {
  if (resource === undefined) return 0;
  const { Timeout, RetryStrategy } = resource.Properties;
  if (resource.Type === 'AWS::Lambda::Function') return Number(Timeout ?? 3);
  const { Attempts = 1 } = (RetryStrategy ?? {}) as Statement;
  const { AttemptDurationSeconds = Number.POSITIVE_INFINITY } = (Timeout ?? {}) as Statement;
  return Number(Attempts) * Number(AttemptDurationSeconds);
}
