// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and ASL
import { describe, expect, it } from '@jest/globals';
import { evaluateConditions } from '../src/stack/conditions.ts';
import { evaluate } from '../src/stack/intrinsics.ts';
import type { Json } from '../src/stack/json.ts';
import { parameterValues, pseudoParameters } from '../src/stack/parameters.ts';
import { physicalName } from '../src/stack/physical-name.ts';
import type { Scope } from '../src/stack/scope.ts';

const scope: Scope = {
  region: 'us-east-1',
  pseudoParameters: pseudoParameters('app-local', { accountId: '123456789012', region: 'us-east-1' }),
  parameters: { Retention: 14, Zones: ['x', 'y'] },
  mappings: { Sizes: { dev: { cpu: '0.25' } } },
  conditions: { Yes: true, No: false },
  resources: new Map([
    [
      'Queue',
      {
        type: 'AWS::SQS::Queue',
        physicalId: 'http://queue',
        attributes: { Arn: 'arn:queue', 'Endpoint.Port': '80' },
      },
    ],
  ]),
  leftOut: new Set(['Absent']),
};
const at = 'Thing.Properties.Name';

describe('an intrinsic function is replaced by what it stands for', () => {
  const cases: readonly [sentence: string, value: Json, expected: Json | undefined][] = [
    ['plain values stay as they are', { a: [1, 'x', true, null] }, { a: [1, 'x', true, null] }],
    ['Batch parameters that look like Ref are text', ['Ref::input'], ['Ref::input']],
    ['Ref of a resource is its physical id', { Ref: 'Queue' }, 'http://queue'],
    ['Ref of a parameter keeps its type', { Ref: 'Retention' }, 14],
    ['Ref of the account', { Ref: 'AWS::AccountId' }, '123456789012'],
    ['Ref of the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref of the region', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref of the stack', { Ref: 'AWS::StackName' }, 'app-local'],
    ['Ref of the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['NoValue removes a member', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['NoValue removes an item', [{ Ref: 'AWS::NoValue' }, 1], [1]],
    ['NoValue alone is nothing', { Ref: 'AWS::NoValue' }, undefined],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    ['GetAtt as a text', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
    ['GetAtt of an attribute with a dot', { 'Fn::GetAtt': ['Queue', 'Endpoint.Port'] }, '80'],
    ['Sub of pseudo parameters', { 'Fn::Sub': 'a:${AWS::Region}:${Retention}' }, 'a:us-east-1:14'],
    ['Sub of a resource and its attribute', { 'Fn::Sub': '${Queue} ${Queue.Arn}' }, 'http://queue arn:queue'],
    ['Sub keeps an escaped placeholder', { 'Fn::Sub': '${!Literal}' }, '${Literal}'],
    [
      'Sub with variables',
      { 'Fn::Sub': ['${Q}/${AWS::Region}', { Q: { Ref: 'Queue' } }] },
      'http://queue/us-east-1',
    ],
    ['a variable of Sub hides a resource', { 'Fn::Sub': ['${Queue}', { Queue: 'mine' }] }, 'mine'],
    ['Join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 3]] }, 'arn:aws:3'],
    ['Join of a list parameter', { 'Fn::Join': ['+', { Ref: 'Zones' }] }, 'x+y'],
    ['Select by number', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Select by text', { 'Fn::Select': ['0', { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
    ['Select of a falsy item', { 'Fn::Select': [0, [0, 1]] }, 0],
    ['Split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    [
      'GetAZs of the stack',
      { 'Fn::GetAZs': { Ref: 'AWS::Region' } },
      ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    ],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'dev', 'cpu'] }, '0.25'],
    ['If takes the first branch', { 'Fn::If': ['Yes', 'a', { Ref: 'Nowhere' }] }, 'a'],
    ['If takes the second branch', { 'Fn::If': ['No', { Ref: 'Nowhere' }, 'b'] }, 'b'],
    ['If with NoValue removes the member', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] } }, {}],
  ];
  it.each(cases)('%s', (_, value, expected) => {
    expect(evaluate(value, scope, at)).toEqual(expected);
  });
});

describe('what cannot be evaluated is an error that names the place and the cause', () => {
  const cases: readonly [sentence: string, value: Json, message: string][] = [
    ['an unknown intrinsic', { a: [{ 'Fn::Cidr': [] }] }, `${at}.a[0]: Fn::Cidr is not supported locally`],
    ['an unknown reference', { Ref: 'Nowhere' }, `${at}.Ref: refers to Nowhere, which is no resource`],
    ['an unknown name in Sub', { 'Fn::Sub': '${Nowhere.Arn}' }, `${at}.Fn::Sub: refers to Nowhere`],
    ['a resource left out', { Ref: 'Absent' }, 'refers to Absent, which its condition leaves out'],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Queue', 'Size'] },
      'Queue (AWS::SQS::Queue) has no attribute Size',
    ],
    ['a GetAtt without attribute', { 'Fn::GetAtt': ['Queue'] }, 'names no attribute'],
    ['an import', { 'Fn::ImportValue': 'other' }, 'another stack cannot be imported from'],
    ['an unknown condition', { 'Fn::If': ['Maybe', 1, 2] }, 'there is no condition "Maybe"'],
    ['a missing map key', { 'Fn::FindInMap': ['Sizes', 'prod', 'cpu'] }, 'Mappings has no Sizes.prod.cpu'],
    ['a Select past the end', { 'Fn::Select': [2, ['a']] }, 'there is no item 2'],
    ['a Join of nothing', { 'Fn::Join': ['', { Ref: 'AWS::NoValue' }] }, 'takes a list of 2'],
    ['an intrinsic beside another key', { Ref: 'Queue', b: 1 }, 'Ref must be alone in its object'],
    ['a dynamic reference', 'x{{resolve:ssm:name}}', 'the dynamic reference'],
  ];
  it.each(cases)('%s', (_, value, message) => {
    expect(() => evaluate(value, scope, at)).toThrow(message);
  });
});

describe('conditions', () => {
  const { conditions: _, ...without } = scope;
  const rule = (value: Json): boolean | undefined => evaluateConditions({ It: value }, without)['It'];
  const yes = { 'Fn::Equals': ['a', 'a'] };
  const no = { 'Fn::Equals': ['a', 'b'] };

  it.each<[string, Json, boolean]>([
    ['Equals of a reference', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, true],
    ['Equals compares a number with its text', { 'Fn::Equals': [{ Ref: 'Retention' }, '14'] }, true],
    ['And of all', { 'Fn::And': [yes, yes] }, true],
    ['And of some', { 'Fn::And': [yes, no] }, false],
    ['Or of some', { 'Fn::Or': [no, yes] }, true],
    ['Or of none', { 'Fn::Or': [no, no] }, false],
    ['Not', { 'Fn::Not': [no] }, true],
  ])('%s', (_sentence, value, expected) => {
    expect(rule(value)).toBe(expected);
  });

  it('may name one another, in any order', () => {
    const made = evaluateConditions({ A: { 'Fn::Not': [{ Condition: 'B' }] }, B: no }, without);
    expect(made).toEqual({ A: true, B: false });
  });

  it('that depend on themselves are an error naming the circle', () => {
    const circle = { A: { Condition: 'B' }, B: { Condition: 'A' } };
    expect(() => evaluateConditions(circle, without)).toThrow('A → B → A');
  });

  it('of no known form are an error showing what was found', () => {
    expect(() => rule({ 'Fn::Equals': ['a'] })).toThrow('Conditions.It: takes Fn::Equals');
    expect(() => rule({ Condition: 'Nowhere' })).toThrow(
      'Conditions.Nowhere: there is no condition "Nowhere"',
    );
  });
});

describe('parameters', () => {
  const declared = {
    Stage: { Type: 'String', Default: 'dev' },
    Subnets: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Empty: { Type: 'String', Default: '' },
  };

  it('take the given value, else the default; lists are split', () => {
    expect(parameterValues(declared, { Stage: 'prod' })).toEqual({
      Stage: 'prod',
      Subnets: ['a', 'b'],
      Empty: '',
    });
  });

  it.each<[string, Parameters<typeof parameterValues>, string]>([
    [
      'without value and default',
      [{ A: { Type: 'String' } }, {}],
      'Parameters.A: has neither a value nor a Default',
    ],
    ['given but not declared', [{}, { B: '1' }], 'Parameters.B: is not declared'],
    [
      "from AWS's parameter store",
      [{ C: { Type: 'AWS::SSM::Parameter::Value<String>' } }, {}],
      'Parameters.C: type',
    ],
  ])('%s are an error', (_, [section, given], message) => {
    expect(() => parameterValues(section, given)).toThrow(message);
  });
});

describe('the name of a resource that has none', () => {
  it('is the same on every run and differs by stack and logical id', () => {
    const name = physicalName('app-local', 'Queue', 80);
    expect(name).toMatch(/^app-local-Queue-[0-9a-f]{12}$/);
    expect(physicalName('app-local', 'Queue', 80)).toBe(name);
    expect(physicalName('app-local', 'Queue2', 80).slice(-12)).not.toBe(name.slice(-12));
    expect(physicalName('app-dev', 'Queue', 80).slice(-12)).not.toBe(name.slice(-12));
  });

  it('keeps its digits when it is cut to the longest allowed', () => {
    const name = physicalName('app-local', 'A'.repeat(100), 63);
    expect(name).toHaveLength(63);
    expect(name).toMatch(/A-[0-9a-f]{12}$/);
  });
});
