import fc from 'fast-check';
import type { Json } from '../src/asl.ts';
import type { Answer, SimulationOptions } from './simulate.ts';

/** A state before it has a name and a transition, and the sequences of states within it. */
interface Part {
  readonly fields: Readonly<Record<string, Json | undefined>>;
  readonly answers?: readonly Answer[];
  readonly inner?: readonly (readonly Part[])[];
}

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:work';

/** What the Maps iterate over, in the execution's input, so that it does not depend on the states before. */
const LISTS: readonly Json[] = [[], [1], [[1, 2], [3]], [[1], 2, [3, 4]], [1, 2, 3, 4, 5]];

const value = fc.constantFrom<Json>(null, 0, 1, '', 'text', true, [], [1, [2]], {}, { a: { b: 1 } });
const seconds = fc.integer({ min: 1, max: 5 });
const resultPath = fc.constantFrom<Json | undefined>(undefined, undefined, null, '$.r', '$.a.b', '$.list[0]');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const answer = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      result: value,
      after: fc.nat(4),
      heartbeats: fc.nat(2),
      submitted: optional(value),
    }),
  },
  { weight: 3, arbitrary: fc.record({ error: fc.constantFrom('Flaky', 'Fatal'), after: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant('never' as const) },
);

const retry = fc
  .record({
    ErrorEquals: fc.constantFrom(['Flaky'], ['States.Timeout'], ['States.TaskFailed'], ['States.ALL']),
    IntervalSeconds: seconds,
    MaxAttempts: fc.nat(2),
    JitterStrategy: fc.constantFrom('FULL', 'NONE'),
  })
  .map((retrier): Json => [retrier]);

/** Where a Catch leads is known once the states have names. */
const catches = fc
  .record({
    ErrorEquals: fc.constantFrom(['Fatal'], ['States.IntrinsicFailure', 'Flaky'], ['States.ALL']),
    ResultPath: fc.constantFrom('$', '$.error', '$.a[0]'),
  })
  .map((catcher): Json => [catcher]);

const failing = { ResultPath: resultPath, Retry: optional(retry), Catch: optional(catches) };

const pass: fc.Arbitrary<Part> = fc
  .record({
    Result: optional(value),
    Parameters: fc.constantFrom<Json | undefined>(
      undefined,
      undefined,
      { 'whole.$': '$' },
      { 'x.$': '$.none' },
    ),
    Assign: fc.constantFrom<Json | undefined>(undefined, { 'seen.$': '$' }),
    ResultPath: resultPath,
  })
  .map((fields) => ({ fields: { Type: 'Pass', ...fields } }));

const wait: fc.Arbitrary<Part> = seconds.map((Seconds) => ({ fields: { Type: 'Wait', Seconds } }));

const choice: fc.Arbitrary<Part> = fc
  .constantFrom<Json>({ Variable: '$.a', IsPresent: true }, { Not: { Variable: '$.r', IsString: true } })
  .map((rule) => ({ fields: { Type: 'Choice', Choices: [rule] } }));

const end: fc.Arbitrary<Part> = fc.constantFrom(
  { fields: { Type: 'Succeed' } },
  { fields: { Type: 'Fail', Error: 'Flaky' } },
);

const task: fc.Arbitrary<Part> = fc
  .record({
    fields: fc.record({
      Resource: fc.constantFrom(LAMBDA, CALLBACK, ACTIVITY),
      TimeoutSeconds: optional(fc.integer({ min: 3, max: 9 })),
      HeartbeatSeconds: fc.constantFrom(undefined, 2),
      ...failing,
    }),
    answers: fc.array(answer, { minLength: 1, maxLength: 4 }),
  })
  .map(({ fields, answers }) => ({ fields: { Type: 'Task', ...fields }, answers }));

const JSONATA = { QueryLanguage: 'JSONata' };
const expression = fc.constantFrom<Json | undefined>(
  undefined,
  '{% $states.input %}',
  { whole: '{% $states.input %}', name: '{% $states.context.State.Name %}' },
  '{% $states.input.a.none %}',
  ['{% $count($states.input.list) %}', '{% $random() %}'],
);

/** A catcher of a JSONata state has no ResultPath. */
const jsonataCatches = fc
  .record({
    Output: expression,
    Assign: fc.constantFrom<Json | undefined>(undefined, { seen: '{% $states.errorOutput %}' }),
  })
  .map((catcher): Json => [JSON.parse(JSON.stringify({ ErrorEquals: ['States.ALL'], ...catcher }))]);

const jsonataPass: fc.Arbitrary<Part> = fc
  .record({
    Output: expression,
    Assign: fc.constantFrom<Json | undefined>(undefined, {
      seen: '{% $states.input %}',
      more: '{% $seen %}',
    }),
  })
  .map((fields) => ({ fields: { Type: 'Pass', ...JSONATA, ...fields } }));

const jsonataTask: fc.Arbitrary<Part> = fc
  .record({
    fields: fc.record({
      Resource: fc.constantFrom(LAMBDA, CALLBACK, ACTIVITY),
      Arguments: expression,
      Output: expression,
      TimeoutSeconds: fc.constantFrom<Json | undefined>(undefined, 4, '{% 2 + 2 %}', '{% "soon" %}'),
      Retry: optional(retry),
      Catch: optional(jsonataCatches),
    }),
    answers: fc.array(answer, { minLength: 1, maxLength: 4 }),
  })
  .map(({ fields, answers }) => ({ fields: { Type: 'Task', ...JSONATA, ...fields }, answers }));

/** Its items come from its input or from a reader; its results may be written. */
const distributedMap = (inner: fc.Arbitrary<readonly Part[]>): fc.Arbitrary<Part> =>
  fc
    .record({
      fields: fc.record({
        ItemsPath: fc.nat(LISTS.length - 1).map((list) => `$$.Execution.Input.lists[${list}]`),
        ItemReader: optional(
          fc.constant<Json>({
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON' },
            Parameters: { Bucket: 'b', Key: 'k' },
          }),
        ),
        ItemBatcher: optional(fc.constant<Json>({ MaxItemsPerBatch: 2 })),
        ResultWriter: optional(
          fc.constant<Json>({ Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } }),
        ),
        MaxConcurrency: fc.nat(3),
        ToleratedFailureCount: optional(fc.nat(2)),
        ToleratedFailurePercentage: optional(fc.nat(100)),
        ...failing,
      }),
      answers: fc.array(
        fc.oneof(
          fc.record({ result: fc.constantFrom<Json>([], [1, 2, 3], [{ a: 1 }], null, {}) }),
          fc.constant({ error: 'States.ItemReaderFailed', cause: 'gone' }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      inner: inner.map((parts) => [parts]),
    })
    .map(({ fields: { ItemsPath, ...fields }, answers, inner: parts }) => ({
      fields: {
        Type: 'Map',
        ...fields,
        ...(fields.ItemReader === undefined ? { ItemsPath } : {}),
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      answers,
      inner: parts,
    }));

const map = (inner: fc.Arbitrary<readonly Part[]>): fc.Arbitrary<Part> =>
  fc
    .record({
      fields: fc.record({
        ItemsPath: fc.nat(LISTS.length - 1).map((list) => `$$.Execution.Input.lists[${list}]`),
        MaxConcurrency: fc.nat(3),
        ItemSelector: fc.constantFrom<Json | undefined>(
          undefined,
          { 'item.$': '$$.Map.Item.Value' },
          // Fails for an item that is no list, perhaps when others are at work.
          { 'first.$': 'States.ArrayGetItem($$.Map.Item.Value, 0)' },
        ),
        ...failing,
      }),
      inner: inner.map((parts) => [parts]),
    })
    .map(({ fields, inner: parts }) => ({ fields: { Type: 'Map', ...fields }, inner: parts }));

const parallel = (inner: fc.Arbitrary<readonly Part[]>): fc.Arbitrary<Part> =>
  fc
    .record({ fields: fc.record(failing), inner: fc.array(inner, { minLength: 1, maxLength: 3 }) })
    .map(({ fields, inner: parts }) => ({ fields: { Type: 'Parallel', ...fields }, inner: parts }));

const { sequence } = fc.letrec<{ part: Part; sequence: readonly Part[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3 },
    pass,
    wait,
    choice,
    task,
    end,
    jsonataPass,
    jsonataTask,
    map(tie('sequence')),
    distributedMap(tie('sequence')),
    parallel(tie('sequence')),
  ),
  sequence: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
}));

/** Machines of every kind of state, nested, with resources that answer late, wrongly or never. */
export const machine: fc.Arbitrary<SimulationOptions> = sequence.map((parts) => {
  const tasks: Record<string, readonly Answer[]> = {};
  const definition = assemble(parts, nameGiver(), tasks);
  return { definition, tasks, input: { lists: LISTS, a: { b: 1 }, list: [0] } };
});

const nameGiver = () => {
  let given = 0;
  return (fields: Part['fields']) => `${fields['Type']}${++given}`;
};

function assemble(
  parts: readonly Part[],
  nameOf: (fields: Part['fields']) => string,
  tasks: Record<string, readonly Answer[]>,
): { readonly [field: string]: Json } {
  // What follows an end is never reached.
  const ending = parts.findIndex(({ fields }) => fields['Type'] === 'Succeed' || fields['Type'] === 'Fail');
  const reached = ending === -1 ? parts : parts.slice(0, ending + 1);
  const named = reached.map((part) => ({ ...part, name: nameOf(part.fields) }));
  const last = nameOf({ Type: 'Last' });
  const states = named.map(({ name, fields, answers, inner = [] }, index): [string, Json] => {
    if (answers !== undefined) tasks[name] = answers;
    const next = named[index + 1]?.name ?? last;
    return [
      name,
      stateOf(
        fields,
        next,
        inner.map((states) => assemble(states, nameOf, tasks)),
        last,
      ),
    ];
  });
  const text = JSON.stringify(states);
  const isReached = text.includes(JSON.stringify(last));
  return {
    StartAt: named[0]?.name ?? last,
    States: Object.fromEntries(isReached ? [...states, [last, { Type: 'Pass', End: true }]] : states),
  };
}

function stateOf(fields: Part['fields'], next: string, inner: readonly Json[], last: string): Json {
  const given = Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const state: Record<string, Json> = Object.fromEntries(given);
  const leadingTo = (items: Json | undefined, target: string): Json =>
    (items as readonly { readonly [key: string]: Json }[]).map((item) => ({ ...item, Next: target }));
  if (state['Catch'] !== undefined) state['Catch'] = leadingTo(state['Catch'], last);
  switch (state['Type']) {
    case 'Succeed':
    case 'Fail':
      return state;
    case 'Choice':
      return { ...state, Choices: leadingTo(state['Choices'], next), Default: last };
    case 'Map': {
      const { ProcessorConfig, ...others } = state;
      const processor = inner[0] as { readonly [field: string]: Json };
      const ItemProcessor = ProcessorConfig === undefined ? processor : { ProcessorConfig, ...processor };
      return { ...others, ItemProcessor, Next: next };
    }
    case 'Parallel':
      return { ...state, Branches: inner, Next: next };
    default:
      return { ...state, Next: next };
  }
}
