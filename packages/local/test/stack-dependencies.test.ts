// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and ASL
import { describe, expect, it } from '@jest/globals';
import { levelsOf } from '../src/stack/dependencies.ts';
import type { JsonObject } from '../src/stack/json.ts';
import { referencesIn } from '../src/stack/references.ts';
import { parseTemplate } from '../src/stack/template.ts';

const levels = (resources: JsonObject, leftOut: readonly string[] = []): readonly (readonly string[])[] =>
  levelsOf(parseTemplate({ Resources: resources }, 'test').resources, new Set(leftOut));
const resource = (Properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  Type: 'T',
  Properties,
  ...more,
});

describe('the names that a value asks for', () => {
  it.each<[string, JsonObject, string[]]>([
    ['Ref', { a: [{ Ref: 'A' }] }, ['A']],
    ['GetAtt as a list', { a: { 'Fn::GetAtt': ['A', 'Arn'] } }, ['A']],
    ['GetAtt as a text', { a: { 'Fn::GetAtt': 'A.Arn' } }, ['A']],
    ['Sub', { a: { 'Fn::Sub': '${A} ${B.Arn} ${!C}' } }, ['A', 'B']],
    ['Sub with variables', { a: { 'Fn::Sub': ['${X} ${A}', { X: { Ref: 'B' } }] } }, ['A', 'B']],
    ['within another function', { a: { 'Fn::Join': ['', ['x', { Ref: 'A' }]] } }, ['A']],
    ['both branches of If', { a: { 'Fn::If': ['C', { Ref: 'A' }, { Ref: 'B' }] } }, ['A', 'B']],
    ['none', { Ref: ['A'], b: 'Ref::input' }, []],
  ])('%s', (_, value, names) => {
    expect([...referencesIn(value)].sort()).toEqual(names);
  });
});

describe('resources are made after those that they need', () => {
  it('in levels of which each needs only those before it', () => {
    const made = levels({
      Mapping: resource({ a: { Ref: 'Function' }, b: { 'Fn::GetAtt': ['Queue', 'Arn'] } }),
      Function: resource({ a: { 'Fn::Sub': '${Role.Arn}' } }),
      Queue: resource({}),
      Role: resource({}),
    });
    expect(made).toEqual([['Queue', 'Role'], ['Function'], ['Mapping']]);
  });

  it.each<[string, string | string[]]>([
    ['a text', 'Gateway'],
    ['a list', ['Gateway']],
  ])('also when only DependsOn says so, as %s', (_, DependsOn) => {
    expect(levels({ Route: resource({}, { DependsOn }), Gateway: resource({}) })).toEqual([
      ['Gateway'],
      ['Route'],
    ]);
  });

  it('and parameters, pseudo parameters and resources left out are not waited for', () => {
    const made = levels({ A: resource({ a: { Ref: 'AWS::Region' } }, { DependsOn: 'Absent' }) }, ['Absent']);
    expect(made).toEqual([['A']]);
  });

  it('and a DependsOn on nothing is an error naming it', () => {
    expect(() => levels({ A: resource({}, { DependsOn: 'B' }) })).toThrow(
      'A.DependsOn: there is no resource B',
    );
  });

  it('and a circle is an error naming its members, and not what merely leads to it', () => {
    const circle = {
      A: resource({ x: { Ref: 'B' } }),
      B: resource({ x: { Ref: 'C' } }),
      C: resource({ x: { Ref: 'B' } }),
    };
    expect(() => levels(circle)).toThrow(/circle: B → C → B$/);
  });
});
