import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROLE, type States, startStates, stopStates } from './states-fixture.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const S3_GET = 'arn:aws:states:::aws-sdk:s3:getObject';

describe('TestState', () => {
  let states: States;
  beforeEach(async () => {
    states = await startStates();
  });
  afterEach(stopStates);

  type Request = Omit<TestStateInput, 'definition' | 'input'>;
  const send = (state: object, input: unknown, more: Request = {}) =>
    states.sfn.testState({ definition: JSON.stringify(state), input: JSON.stringify(input), ...more });
  const test = async (state: object, input: unknown, more: Request = {}) => {
    const { $metadata, ...answer } = await send(state, input, more);
    return answer;
  };
  const refusal = (state: object, more: Request = {}) => states.refusal(send(state, {}, more));
  const outputOf = ({ output = 'null' }: Pick<TestStateOutput, 'output'>) => JSON.parse(output);

  describe('a state without work', () => {
    it('gives the output and the next state of a Pass', async () => {
      const answer = await test({ Type: 'Pass', Result: { a: 1 }, Next: 'After' }, {});
      expect(answer).toEqual({ status: 'SUCCEEDED', output: '{"a":1}', nextState: 'After' });
    });

    it('takes the branch of a Choice', async () => {
      const choice = {
        Type: 'Choice',
        QueryLanguage: 'JSONata',
        Choices: [{ Condition: '{% $states.input.cost < 10 %}', Next: 'Cheap' }],
        Default: 'Dear',
      };
      expect(await test(choice, { cost: 9 })).toMatchObject({ nextState: 'Cheap' });
      expect(await test(choice, { cost: 10 })).toMatchObject({ nextState: 'Dear' });
    });

    it('gives the error and the cause of a Fail', async () => {
      const answer = await test({ Type: 'Fail', Error: 'Bad', Cause: 'too bad' }, {});
      expect(answer).toEqual({ status: 'FAILED', error: 'Bad', cause: 'too bad' });
    });

    it('ends a Wait when its time is up', async () => {
      let ended = false;
      const answer = test({ Type: 'Wait', Seconds: 60, End: true }, { a: 1 }).then((given) => {
        ended = true;
        return given;
      });
      await states.sfn.listStateMachines({});
      expect(ended).toBe(false);
      states.clock.advance(60_000);
      expect(await answer).toEqual({ status: 'SUCCEEDED', output: '{"a":1}' });
    });

    it('fails after five minutes', async () => {
      const answer = test({ Type: 'Wait', Seconds: 301, End: true }, {});
      await states.sfn.listStateMachines({});
      states.clock.advance(300_000);
      expect(await answer).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    });

    it('hands lists on as they were written', async () => {
      const request = { definition: '{"Type":"Pass","InputPath":"$.a","End":true}', input: '{"a": [1,  2]}' };
      expect((await states.sfn.testState(request)).output).toBe('[1,  2]');
    });

    it('sees the variables of the request, and shows what the state assigned', async () => {
      const pass = { Type: 'Pass', QueryLanguage: 'JSONata', Assign: { b: '{% $a + 1 %}' }, End: true };
      const variables = JSON.stringify({ a: 1 });
      const { inspectionData } = await test(pass, {}, { variables, inspectionLevel: 'DEBUG' });
      expect(JSON.parse(inspectionData?.variables ?? '')).toEqual({ a: 1, b: 2 });
    });

    it('tests one state of a whole state machine, and goes no further', async () => {
      const machine = {
        StartAt: 'First',
        States: { First: { Type: 'Pass', Next: 'Second' }, Second: { Type: 'Fail', Error: 'Bad' } },
      };
      expect(await test(machine, {}, { stateName: 'First' })).toMatchObject({ nextState: 'Second' });
      expect(await test(machine, {}, { stateName: 'Second' })).toMatchObject({ error: 'Bad' });
      expect(await refusal(machine, { stateName: 'Third' })).toMatchObject({ name: 'ValidationException' });
    });
  });

  describe('inspection data', () => {
    it('are not given at INFO', async () => {
      expect(await test({ Type: 'Pass', End: true }, {})).not.toHaveProperty('inspectionData');
    });

    it('follow the data through a JSONPath Task', async () => {
      const task = {
        Type: 'Task',
        Resource: LAMBDA,
        InputPath: '$.in',
        Parameters: { FunctionName: 'f', 'Payload.$': '$.x' },
        ResultSelector: { 's.$': '$.r' },
        ResultPath: '$.out',
        End: true,
      };
      const mock = { result: '{"r":2}' };
      const answer = await test(task, { in: { x: {} } }, { mock, inspectionLevel: 'TRACE' });
      expect(answer.inspectionData).toEqual({
        input: '{"in":{"x":{}}}',
        afterInputPath: '{"x":{}}',
        afterParameters: '{"FunctionName":"f","Payload":{}}',
        result: '{"r":2}',
        afterResultSelector: '{"s":2}',
        afterResultPath: '{"in":{"x":{}},"out":{"s":2}}',
      });
    });

    it('leave out the first stages of a Pass that has a Result', async () => {
      const pass = { Type: 'Pass', InputPath: '$.a', Result: 1, End: true };
      const { inspectionData } = await test(pass, { a: 2 }, { inspectionLevel: 'DEBUG' });
      expect(Object.keys(inspectionData ?? {}).sort()).toEqual([
        'afterResultPath',
        'afterResultSelector',
        'input',
        'result',
      ]);
    });
  });

  describe('errors of a mocked Task', () => {
    const task = {
      Type: 'Task',
      Resource: LAMBDA,
      Parameters: { FunctionName: 'f' },
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 }],
      Catch: [
        { ErrorEquals: ['Other'], Next: 'A' },
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'B' },
      ],
      End: true,
    };
    const mock = { errorOutput: { error: 'Busy', cause: 'later' } };

    it.each([
      [0, 2],
      [1, 6],
    ])('are retriable after %i retries, after %i seconds', async (retrierRetryCount, seconds) => {
      const stateConfiguration = { retrierRetryCount };
      const answer = await test(task, {}, { mock, stateConfiguration, inspectionLevel: 'DEBUG' });
      expect(answer).toMatchObject({ status: 'RETRIABLE', error: 'Busy', cause: 'later' });
      expect(answer.inspectionData?.errorDetails).toEqual({
        retryIndex: 0,
        retryBackoffIntervalSeconds: seconds,
      });
      expect(answer).not.toHaveProperty('output');
    });

    it('are caught once the retries are used up', async () => {
      const stateConfiguration = { retrierRetryCount: 2 };
      const answer = await test(task, { a: 1 }, { mock, stateConfiguration, inspectionLevel: 'DEBUG' });
      expect(answer).toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'B', error: 'Busy' });
      expect(outputOf(answer)).toEqual({ a: 1, error: { Error: 'Busy', Cause: 'later' } });
      expect(answer.inspectionData?.errorDetails).toEqual({ catchIndex: 1 });
    });

    it('fail the state where nothing takes them', async () => {
      const plain = { Type: 'Task', Resource: LAMBDA, Parameters: { FunctionName: 'f' }, End: true };
      expect(await test(plain, {}, { mock })).toEqual({ status: 'FAILED', error: 'Busy', cause: 'later' });
    });
  });

  it('calls the service where nothing is mocked', async () => {
    await states.create('there');
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:listStateMachines',
      Parameters: {},
      ResultSelector: { 'name.$': '$.StateMachines[0].Name' },
      End: true,
    };
    expect(await test(task, {}, { roleArn: ROLE })).toEqual({
      status: 'SUCCEEDED',
      output: '{"name":"there"}',
    });
  });

  it('shows the context object of the request to the state', async () => {
    const task = {
      Type: 'Task',
      Resource: LAMBDA,
      Parameters: { FunctionName: 'f' },
      ResultSelector: { 'c.$': '$$' },
      End: true,
    };
    const context = '{"Execution":{"Name":"mine"}}';
    const answer = await test(task, {}, { context, mock: { result: '{}' } });
    expect(outputOf(answer)).toEqual({ c: { Execution: { Name: 'mine' } } });
  });

  it('takes one mocked result for each branch of a Parallel', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Fail', Error: 'NeverRun' } },
    });
    const parallel = { Type: 'Parallel', Branches: [branch('A'), branch('B')], End: true };
    expect(await test(parallel, {}, { mock: { result: '[1,2]' } })).toEqual({
      status: 'SUCCEEDED',
      output: '[1,2]',
    });
    expect((await refusal(parallel, { mock: { result: '[1]' } })).message).toBe(
      'Mocked result must contain the same number of items as number of Parallel branches.',
    );
  });

  describe('a mocked Map', () => {
    const iterator = { StartAt: 'I', States: { I: { Type: 'Fail', Error: 'NeverRun' } } };
    const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const map = {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemSelector: { 'n.$': '$$.Map.Item.Value' },
      ToleratedFailureCount: 1,
      MaxConcurrency: 5,
      ItemProcessor: { ...iterator, ProcessorConfig: config },
      End: true,
    };

    it('runs no iteration and shows what each would have got', async () => {
      const mock = { result: '[7,8]' };
      const answer = await test(map, { items: [1, 2] }, { mock, inspectionLevel: 'DEBUG' });
      expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '[7,8]' });
      expect(answer.inspectionData).toMatchObject({
        afterItemsPath: '[1,2]',
        afterItemSelector: '[{"n":1},{"n":2}]',
        toleratedFailureCount: 1,
        maxConcurrency: 5,
      });
    });

    describe('reads its items from data as they are in their source', () => {
      const { ItemsPath: _, ...others } = map;
      const reading = (ReaderConfig: object) => ({
        ...others,
        ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b' }, ReaderConfig },
      });
      const mock = { result: '[]' };

      it.each<[string, object, string, unknown[]]>([
        ['a JSON list', { InputType: 'JSON' }, '[1, 2]', [1, 2]],
        ['at most MaxItems', { InputType: 'JSON', MaxItems: 1 }, '[1, 2]', [1]],
        ['lines of JSON', { InputType: 'JSONL' }, '{"a":1}\n\n[2]\n', [{ a: 1 }, [2]]],
        [
          'a CSV file',
          { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          'a,b\n1,"2,"\n',
          [{ a: '1', b: '2,' }],
        ],
      ])('%s', async (_name, config, mapItemReaderData, items) => {
        const stateConfiguration = { mapItemReaderData };
        const answer = await test(
          reading(config),
          {},
          { mock, stateConfiguration, inspectionLevel: 'DEBUG' },
        );
        expect(JSON.parse(answer.inspectionData?.afterItemSelector ?? '')).toEqual(items.map((n) => ({ n })));
        expect(answer.inspectionData).not.toHaveProperty('afterItemsPointer');
      });

      it('what its ItemsPointer leads to, and shows it', async () => {
        const config = { InputType: 'JSON', ItemsPointer: '/in/list' };
        const stateConfiguration = { mapItemReaderData: '{"in": {"list": [3, 4]}}' };
        const answer = await test(
          reading(config),
          {},
          { mock, stateConfiguration, inspectionLevel: 'DEBUG' },
        );
        expect(answer.inspectionData).toMatchObject({
          afterItemsPointer: '[3, 4]',
          afterItemSelector: '[{"n":3},{"n":4}]',
        });
      });

      it('and refuses what is not of that kind', async () => {
        const stateConfiguration = { mapItemReaderData: 'a,b' };
        expect(await refusal(reading({ InputType: 'JSON' }), { mock, stateConfiguration })).toEqual({
          name: 'ValidationException',
          message: 'Invalid mapItemReaderData provided: must be valid JSON',
        });
      });
    });

    it('fails when more iterations failed than it bears', async () => {
      const mock = { result: '[7,8]' };
      const failures = (mapIterationFailureCount: number) =>
        test(map, { items: [1, 2] }, { mock, stateConfiguration: { mapIterationFailureCount } });
      expect(await failures(1)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await failures(2)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    });
  });

  describe('refusals', () => {
    const task = { Type: 'Task', Resource: S3_GET, Parameters: {}, End: true };
    const said = 'Mock result schema validation error: ';

    it.each([
      [{ result: '{"ContentLength":"1"}' }, `${said}Field 'ContentLength' must be a number`],
      [{ result: '{"StorageClass":"Papyrus"}' }, `${said}Field 'StorageClass' is not an expected value`],
      [{ result: 'no JSON' }, 'Mocked result must be valid JSON'],
      [
        { result: '{}', errorOutput: {} },
        'A test mock should have only one of the following fields: [result, errorOutput].',
      ],
    ])('are what a mock %j earns', async (mock, message) => {
      expect(await refusal(task, { mock })).toEqual({ name: 'ValidationException', message });
    });

    it('ask for required members in STRICT mode only', async () => {
      const Parameters = { StateMachineArn: 'arn' };
      const start = { ...task, Resource: 'arn:aws:states:::states:startExecution', Parameters };
      const mock = { result: '{"StartDate":"today"}' };
      expect(await refusal(start, { mock })).toEqual({
        name: 'ValidationException',
        message: `${said}Required field 'ExecutionArn' is missing`,
      });
      const present = { ...mock, fieldValidationMode: 'PRESENT' as const };
      expect(await test(start, {}, { mock: present })).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('spare a member that only is called like an enumeration', async () => {
      const getAlias = { ...task, Resource: 'arn:aws:states:::aws-sdk:lambda:getAlias' };
      const mock = { result: '{"FunctionVersion":"3"}' };
      expect(await test(getAlias, {}, { mock })).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('look at no member in NONE mode', async () => {
      const mock = { result: '{"ContentLength":"1"}', fieldValidationMode: 'NONE' as const };
      expect(await test(task, {}, { mock })).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('name what a Task without a mock lacks', async () => {
      expect(await refusal(task)).toEqual({
        name: 'ValidationException',
        message: 'RoleArn must be specified when testing a Task state',
      });
      const sync = { ...task, Resource: 'arn:aws:states:::batch:submitJob.sync' };
      expect(await refusal(sync, { roleArn: ROLE })).toMatchObject({ name: 'InvalidDefinition' });
    });

    it('name the field that the call of a Task does not take', async () => {
      const misspelt = { ...task, Resource: LAMBDA, Parameters: { FunctionName: 'f', PayLoad: {} } };
      expect(await refusal(misspelt, { roleArn: ROLE })).toEqual({
        name: 'InvalidDefinition',
        message:
          'Invalid State Machine Definition: \'SCHEMA_VALIDATION_FAILED: The field "PayLoad" is not supported by Step Functions at /States/StateName/Parameters\'',
      });
    });

    it('name a definition that nests without end', async () => {
      const deep = `{"Type": "Pass", "Parameters": ${'['.repeat(9000)}${']'.repeat(9000)}}`;
      const { name, message } = await states.refusal(states.sfn.testState({ definition: deep }));
      expect([name, message]).toEqual(['InvalidDefinition', expect.stringContaining('TOO_DEEPLY_NESTED')]);
    });

    it('take no context object for what is not mocked', async () => {
      const more = { context: '{"Execution": {"Name": "e"}}' };
      expect(await refusal({ Type: 'Pass', End: true }, more)).toEqual({
        name: 'ValidationException',
        message: 'TestState does not support Context when a mock is not specified.',
      });
    });

    it('name the field that a context object does not have', async () => {
      const more = { mock: { result: '{}' }, context: '{"Pokedex":{}}' };
      expect((await refusal(task, more)).message).toBe(
        "Invalid Context object provided: Field 'Pokedex' is not allowed",
      );
    });
  });
});
