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
  Variable: 'Condition',
  Condition: 'Variable and an operator',
};

/** Says which fields a type of state does not have. */
export const checkStateFields = (fields: Fields, type: StateType): void =>
  checkFields(fields, {
    JSONPath: [...EVERY, ...FIELDS[type].JSONPath],
    JSONata: [...EVERY, ...FIELDS[type].JSONata],
  });

/** Says which fields something does not have, and what to write where the other language has them. */
export function checkFields(fields: Fields, known: Readonly<Record<QueryLanguage, readonly string[]>>): void {
  const { language } = fields;
  const other = language === 'JSONPath' ? 'JSONata' : 'JSONPath';
  for (const name of fields.names()) {
    if (known[language].includes(name)) continue;
    if (!known[other].includes(name)) {
      fields.problem('', `Field '${name}' is not supported`);
      continue;
    }
    const instead = COUNTERPARTS[name] ?? name.replace(/Path$/u, '');
    fields.problem(
      '',
      `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${other}' QueryLanguage: use ${instead}`,
    );
  }
}
