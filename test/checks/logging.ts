import { ofType, type Template } from '../packaged-template.ts';
import type { Check } from './check.ts';
import type { Statement } from './policies.ts';

/** Machines, functions and jobs say what they do, and for a while only. */
export const logging: Check = {
  name: 'logging',
  findings: (template) => [
    ...machines(template),
    ...functions(template),
    ...jobs(template),
    ...ofType(template, 'AWS::Logs::LogGroup')
      .filter(([, { Properties }]) => Properties['RetentionInDays'] === undefined)
      .map(([id]) => `${id}: keeps its events for ever`),
  ],
};

const machines = (template: Template) =>
  ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, { Properties }]) => {
    const { Level = 'OFF', IncludeExecutionData } = (Properties['LoggingConfiguration'] ?? {}) as Statement;
    const { Enabled } = (Properties['TracingConfiguration'] ?? {}) as Statement;
    const holdsTokens = String(Properties['DefinitionString']).includes('$$.Task.Token');
    return [
      ...(Level === 'OFF' ? [`${id}: has no log`] : []),
      ...(Enabled === true ? [] : [`${id}: is not traced`]),
      ...(IncludeExecutionData === true && holdsTokens ? [`${id}: logs task tokens`] : []),
    ];
  });

const functions = (template: Template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
    const { Mode } = (Properties['TracingConfig'] ?? {}) as Statement;
    const group = `/aws/lambda/${Properties['FunctionName']}`;
    const isMade = ofType(template, 'AWS::Logs::LogGroup').some(
      ([
        ,
        {
          Properties: { LogGroupName },
        },
      ]) => LogGroupName === group,
    );
    return [
      ...(Mode === 'Active' ? [] : [`${id}: is not traced`]),
      ...(isMade ? [] : [`${id}: the template has no log group ${group}`]),
    ];
  });

const jobs = (template: Template) =>
  ofType(template, 'AWS::Batch::JobDefinition').flatMap(([id, { Properties }]) => {
    const container = Properties['ContainerProperties'] as Statement;
    const { LogDriver } = (container['LogConfiguration'] ?? {}) as Statement;
    return LogDriver === 'awslogs' ? [] : [`${id}: has no log`];
  });
