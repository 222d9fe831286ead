import { comparisons, typeTests } from '../choice/operators.ts';
import type { Fields } from './fields.ts';
import type { QueryLanguage } from './query-language.ts';
import { checkFields } from './supported-fields.ts';

type Part = Readonly<Record<QueryLanguage, readonly string[]>>;

const inBoth = (...names: string[]): Part => ({ JSONPath: names, JSONata: names });
const inOne = (both: readonly string[], part: Part): Part => ({
  JSONPath: [...both, ...part.JSONPath],
  JSONata: [...both, ...part.JSONata],
});
const withPaths = (...names: string[]): Part => ({
  JSONPath: names.flatMap((name) => [name, `${name}Path`]),
  JSONata: names,
});

const SCOPE = ['Comment', 'Version', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds'];
const READ = ['Resource'];
const CONDITIONS = [
  ...['And', 'Or', 'Not', 'Variable', 'IsPresent', ...typeTests.keys()],
  ...[...comparisons.keys()].flatMap((name) => (name === 'StringMatches' ? [name] : [name, `${name}Path`])),
];

/** The fields of what stands in a state machine beside its states, and in the states. */
const PARTS = {
  /** A state machine, or a branch of a Parallel. */
  scope: inBoth(...SCOPE),
  processor: inBoth(...SCOPE, 'ProcessorConfig'),
  processorConfig: inBoth('Mode', 'ExecutionType'),
  retrier: inBoth(
    ...['Comment', 'ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate'],
    ...['MaxDelaySeconds', 'JitterStrategy'],
  ),
  catcher: inOne(['Comment', 'ErrorEquals', 'Next', 'Assign'], {
    JSONPath: ['ResultPath'],
    JSONata: ['Output'],
  }),
  choiceRule: inOne(['Comment', 'Next', 'Assign'], {
    JSONPath: CONDITIONS,
    JSONata: ['Condition', 'Output'],
  }),
  /** A rule in an And, an Or or a Not: it leads nowhere. */
  nestedRule: { JSONPath: ['Comment', ...CONDITIONS], JSONata: [] },
  itemReader: inOne([...READ, 'ReaderConfig'], { JSONPath: ['Parameters'], JSONata: ['Arguments'] }),
  readerConfig: inOne(
    [
      ...['InputType', 'ManifestType', 'Transformation', 'ItemsPointer'],
      ...['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter'],
    ],
    withPaths('MaxItems'),
  ),
  itemBatcher: inOne(['BatchInput'], withPaths('MaxItemsPerBatch', 'MaxInputBytesPerBatch')),
  resultWriter: inOne([...READ, 'WriterConfig'], { JSONPath: ['Parameters'], JSONata: ['Arguments'] }),
  writerConfig: inBoth('Transformation', 'OutputType'),
} satisfies Readonly<Record<string, Part>>;

/**
 * Says which fields a part of a definition does not have.
 * @see https://states-language.net/spec.html
 */
export const checkPart = (fields: Fields, part: keyof typeof PARTS): void => checkFields(fields, PARTS[part]);
