import type { StateType } from '../states/state.ts';
import type { Fields } from './fields.ts';
import type { QueryLanguage } from './query-language.ts';

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const TRANSITION = ['Next', 'End'];
const RECOVERY = ['Retry', 'Catch'];
const PATHS = ['InputPath', 'OutputPath'];
const RESULT = ['ResultSelector', 'ResultPath'];
const paths = (...names: string[]) => names.flatMap((name) => [name, `${name}Path`]);
const BOUNDS = ['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage'];
const MAP = [
  ...TRANSITION,
  ...RECOVERY,
  'Assign',
  'ItemProcessor',
  'ItemSelector',
  'ItemReader',
  'ItemBatcher',
];

/** The fields of each type of state, in either language. https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html */
const FIELDS: Readonly<Record<StateType, Readonly<Record<QueryLanguage, readonly string[]>>>> = {
  Pass: {
    JSONPath: [...TRANSITION, ...PATHS, 'Assign', 'Parameters', 'Result', 'ResultPath'],
    JSONata: [...TRANSITION, 'Assign', 'Output'],
  },
  Task: {
    JSONPath: [
      ...[...TRANSITION, ...RECOVERY, ...PATHS, ...RESULT, 'Assign', 'Resource', 'Parameters', 'Credentials'],
      ...paths('TimeoutSeconds', 'HeartbeatSeconds'),
    ],
    JSONata: [
      ...[...TRANSITION, ...RECOVERY, 'Assign', 'Output', 'Resource', 'Arguments', 'Credentials'],
      ...['TimeoutSeconds', 'HeartbeatSeconds'],
    ],
  },
  Choice: {
    JSONPath: [...PATHS, 'Assign', 'Choices', 'Default'],
    JSONata: ['Assign', 'Output', 'Choices', 'Default'],
  },
  Wait: {
    JSONPath: [...TRANSITION, ...PATHS, 'Assign', ...paths('Seconds', 'Timestamp')],
    JSONata: [...TRANSITION, 'Assign', 'Output', 'Seconds', 'Timestamp'],
  },
  Succeed: { JSONPath: PATHS, JSONata: ['Output'] },
  Fail: { JSONPath: paths('Error', 'Cause'), JSONata: ['Error', 'Cause'] },
  Parallel: {
    JSONPath: [...TRANSITION, ...RECOVERY, ...PATHS, ...RESULT, 'Assign', 'Branches', 'Parameters'],
    JSONata: [...TRANSITION, ...RECOVERY, 'Assign', 'Output', 'Branches', 'Arguments'],
  },
  Map: {
    JSONPath: [
      ...[...MAP, ...PATHS, ...RESULT, ...paths(...BOUNDS), 'ItemsPath', 'Parameters', 'Iterator'],
      ...['ResultWriter', 'Label'],
    ],
    JSONata: [...MAP, ...BOUNDS, 'Output', 'Items', 'Iterator', 'ResultWriter', 'Label'],
  },
};

/** What a field of one language is called in the other. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  Parameters: 'Arguments',
  Arguments: 'Parameters',
  ItemsPath: 'Items',
  Items: 'ItemsPath',
  OutputPath: 'Output',
  ResultPath: 'Output',
  ResultSelector: 'Output',
  Result: 'Output',
  Output: 'ResultSelector, ResultPath or OutputPath',
};

/** Says which fields the type of state does not have, and what to write where the other language has them. */
export function checkFields(fields: Fields, type: StateType): void {
  const { language } = fields;
  const other = language === 'JSONPath' ? 'JSONata' : 'JSONPath';
  const supported = new Set([...EVERY, ...FIELDS[type][language]]);
  for (const name of fields.names()) {
    if (supported.has(name)) continue;
    const instead = COUNTERPARTS[name] ?? name.replace(/Path$/u, '');
    const hint = FIELDS[type][other].includes(name) ? ` with QueryLanguage ${language}: use ${instead}` : '';
    fields.problem('', `Field '${name}' is not supported${hint}`);
  }
}
