import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { definitionOf, pass, type States, startStates, stopStates } from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

/** As many mistakes as states: none of them has a Type. */
const mistaken = (count: number) => {
  const names = Array.from({ length: count }, (_, index) => `S${index}`);
  return JSON.stringify({ StartAt: 'S0', States: Object.fromEntries(names.map((name) => [name, {}])) });
};

describe('ValidateStateMachineDefinition', () => {
  it('finds nothing in a definition that can run', async () => {
    const { result, diagnostics, truncated } = await states.sfn.validateStateMachineDefinition({
      definition: pass(),
    });
    expect({ result, diagnostics, truncated }).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  });

  it('tells where a definition is wrong', async () => {
    const { result, diagnostics } = await states.sfn.validateStateMachineDefinition({
      definition: '{"States": {"A": {"Type": "Pass", "End": true}}}',
      severity: 'WARNING',
    });
    expect(result).toBe('FAIL');
    expect(diagnostics?.[0]).toMatchObject({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      location: '/',
      message: expect.stringContaining('StartAt'),
    });
  });

  it('tells where a definition stops being JSON', async () => {
    const { result, diagnostics } = await states.sfn.validateStateMachineDefinition({
      definition: '{"StartAt": "A",\n  }',
    });
    expect(result).toBe('FAIL');
    expect(diagnostics).toEqual([
      {
        severity: 'ERROR',
        code: 'INVALID_JSON_DESCRIPTION',
        message:
          'Unexpected character (\'}\' (code 125)): was expecting double-quote to start field name\n at [Source: (String)"{"StartAt": "A",\n  }"; line: 2, column: 3]',
      },
    ]);
  });

  it('tells of an empty text, and of states without end in each other, and of nothing else', async () => {
    const level = '{"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [';
    const told = async (definition: string) => {
      const { diagnostics = [] } = await states.sfn.validateStateMachineDefinition({
        definition,
        type: 'EXPRESS',
        severity: 'WARNING',
      });
      return diagnostics.map(({ code, location }) => [code, location]);
    };
    expect(await told(' ')).toEqual([['MISSING_DESCRIPTION', '/']]);
    expect(await told(`${level.repeat(5000)}${']}}}'.repeat(5000)}`)).toEqual([['TOO_DEEPLY_NESTED', '/']]);
  });

  it('tells places in lists as AWS does', async () => {
    const branch = { StartAt: 'B', States: { B: { Type: 'Succeed', Parameters: { a: '$.b' } } } };
    const { diagnostics } = await states.sfn.validateStateMachineDefinition({
      definition: definitionOf({ Type: 'Parallel', Branches: [branch], End: true }),
      severity: 'WARNING',
    });
    expect(diagnostics?.map(({ location }) => location)).toEqual([
      '/States/Only/Branches[0]/States/B',
      '/States/Only/Branches[0]/States/B/Parameters/a',
    ]);
  });

  it('tells no more than it was asked for, and that there is more', async () => {
    const validate = async (maxResults?: number) => {
      const { diagnostics = [], truncated } = await states.sfn.validateStateMachineDefinition({
        definition: mistaken(200),
        maxResults,
      });
      return [diagnostics.length, truncated];
    };
    expect(await validate(3)).toEqual([3, true]);
    expect(await validate(0)).toEqual([100, true]);
    expect(await validate()).toEqual([100, true]);
  });

  it('checks an Express workflow as one', async () => {
    const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    const definition = JSON.stringify({
      StartAt: 'Ask',
      States: { Ask: { Type: 'Task', Resource, End: true } },
    });
    const { result, diagnostics } = await states.sfn.validateStateMachineDefinition({
      definition,
      type: 'EXPRESS',
    });
    expect(result).toBe('FAIL');
    expect(diagnostics?.map(({ location }) => location)).toEqual(['/States/Ask/Resource']);
    expect((await states.sfn.validateStateMachineDefinition({ definition })).result).toBe('OK');
  });
});

describe('the parameters of a task', () => {
  const told = async (Resource: string, parameters: object, language = 'JSONPath') => {
    const task = { Type: 'Task', Resource: `arn:aws:states:::${Resource}`, End: true };
    const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
    const { diagnostics = [] } = await states.sfn.validateStateMachineDefinition({
      definition: definitionOf({ ...task, [field]: parameters }, { QueryLanguage: language }),
    });
    return diagnostics.map(({ message, location }) => [message, location]);
  };
  const unknown = (name: string) => `The field "${name}" is not supported by Step Functions`;
  const lacking = (name: string) => `The field "${name}" is required but was missing`;
  const job = { JobName: 'j', JobQueue: 'q', JobDefinition: 'd' };

  it.each<[string, string, object, string[]]>([
    ['a member that the API does not have', 'batch:submitJob', { ...job, 'Foo.$': '$.a' }, [unknown('Foo')]],
    [
      'one in a member',
      'batch:submitJob.sync',
      { ...job, ContainerOverrides: { Environment: [{ Name: 'n', Wert: 'v' }] } },
      [unknown('Wert')],
    ],
    [
      'a name that does not begin with a capital',
      'batch:submitJob',
      { ...job, jobName: 'j' },
      [unknown('jobName')],
    ],
    ['what is missing', 'sqs:sendMessage', { 'QueueUrl.$': '$.q' }, [lacking('MessageBody')]],
    [
      'a member of an SDK call',
      'aws-sdk:s3:getObject',
      { Bucket: 'b', Key: 'k', Schluessel: 1 },
      [unknown('Schluessel')],
    ],
  ])('are told of %s', async (_, resource, parameters, messages) => {
    expect(await told(resource, parameters)).toEqual(
      messages.map((message) => [message, '/States/Only/Parameters']),
    );
  });

  it('are told of in JSONata too', async () => {
    expect(await told('sns:publish', { Message: 'm', Tpoic: 't' }, 'JSONata')).toEqual([
      [unknown('Tpoic'), '/States/Only/Arguments'],
    ]);
  });

  it.each<[string, string, object]>([
    ['any JSON as a message', 'sqs:sendMessage', { QueueUrl: 'q', MessageBody: { any: { thing: 1 } } }],
    ['any JSON for a function', 'lambda:invoke', { FunctionName: 'f', Payload: { any: { 'thing.$': '$' } } }],
    ['any JSON for an execution', 'states:startExecution', { StateMachineArn: 'm', Input: { any: 'thing' } }],
    ['names of the user’s own', 'batch:submitJob', { ...job, Parameters: { own: 'x' }, Tags: { own: 'y' } }],
    [
      'attributes',
      'sns:publish',
      { Message: 'm', MessageAttributes: { own: { DataType: 'String', StringValue: 's' } } },
    ],
    ['names as Java’s SDK has them', 'aws-sdk:s3:getObject', { Bucket: 'b', Key: 'k', SseCustomerKey: 'c' }],
  ])('may have %s', async (_, resource, parameters) => {
    expect(await told(resource, parameters)).toEqual([]);
  });
});

describe('warnings', () => {
  const definition = JSON.stringify({
    StartAt: 'A',
    States: {
      A: {
        Type: 'Pass',
        Result: { at: '$.when' },
        Parameters: { 'right.$': '$.a', wrong: '$.b' },
        Next: 'B',
      },
      B: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'C',
          States: { C: { Type: 'Fail', Error: 'States.Format($.a)', Cause: '$5 is no path' } },
        },
        End: true,
      },
    },
  });
  const told = async (severity?: 'ERROR' | 'WARNING') => {
    const { result, diagnostics = [] } = await states.sfn.validateStateMachineDefinition({
      definition,
      severity,
    });
    return { result, diagnostics: diagnostics.map(({ code, location }) => [code, location]) };
  };

  it('tells of paths that nothing evaluates, where warnings are asked for', async () => {
    expect(await told('WARNING')).toEqual({
      result: 'OK',
      diagnostics: [
        ['NO_DOLLAR', '/States/A/Parameters/wrong'],
        ['PASS_RESULT_IS_STATIC', '/States/A/Result/at'],
        ['NO_PATH', '/States/B/ItemProcessor/States/C/Error'],
      ],
    });
  });

  it('tells of none where they are not', async () => {
    expect(await told()).toEqual({ result: 'OK', diagnostics: [] });
    expect(await told('ERROR')).toEqual({ result: 'OK', diagnostics: [] });
  });
});

describe('creating a state machine', () => {
  it('is refused with everything that is wrong with its definition', async () => {
    const { name, message } = await states.refusal(states.create('m', mistaken(2)));
    expect(name).toBe('InvalidDefinition');
    expect(message).toMatch(/^Invalid State Machine Definition: '/u);
    expect(message).toMatch(
      /SCHEMA_VALIDATION_FAILED: [^']* at \/States\/S0, SCHEMA_VALIDATION_FAILED: .* at \/States\/S1/u,
    );
  });
});
