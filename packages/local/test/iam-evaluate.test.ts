// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM writes its variables as JavaScript writes templates
import { describe, expect, it } from '@jest/globals';
import { type Decision, evaluate } from '../src/iam/evaluate.ts';
import type { PolicyStatement } from '../src/iam/policy.ts';

const OBJECT = 'arn:aws:s3:::bucket/input/a.parquet';
const read: PolicyStatement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' };
const everything: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
const when = (Condition: NonNullable<PolicyStatement['Condition']>): PolicyStatement[] => [
  { ...everything, Condition },
];

const CONTEXT = new Map<string, readonly string[]>([
  ['aws:principalarn', ['arn:aws:iam::123456789012:role/job']],
  ['aws:principalaccount', ['123456789012']],
  ['aws:securetransport', ['true']],
  ['aws:sourceip', ['127.0.0.1']],
  ['aws:currenttime', ['2026-11-24T10:00:00Z']],
  ['s3:prefix', ['input/']],
  ['s3:max-keys', ['100']],
  ['aws:tagkeys', ['team', 'stage']],
  ['aws:username', ['j*']],
]);

interface Case {
  readonly given: string;
  readonly statements: readonly PolicyStatement[];
  readonly action?: string;
  readonly resource?: string;
  readonly decision: Decision;
}

/** From https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and the pages on elements. */
const LOGIC: readonly Case[] = [
  { given: 'no statement at all', statements: [], decision: 'implicitDeny' },
  { given: 'an allow of the action on the resource', statements: [read], decision: 'allow' },
  {
    given: 'an allow of another action',
    statements: [read],
    action: 's3:PutObject',
    decision: 'implicitDeny',
  },
  {
    given: 'an allow on another resource',
    statements: [read],
    resource: 'arn:aws:s3:::other/a',
    decision: 'implicitDeny',
  },
  {
    given: 'an allow on the objects, asked for the bucket',
    statements: [read],
    resource: 'arn:aws:s3:::bucket',
    decision: 'implicitDeny',
  },
  {
    given: 'an allow and, after it, a deny',
    statements: [read, { ...read, Effect: 'Deny' }],
    decision: 'explicitDeny',
  },
  {
    given: 'a deny and, after it, an allow',
    statements: [{ ...read, Effect: 'Deny' }, everything],
    decision: 'explicitDeny',
  },
  {
    given: 'a deny of something else',
    statements: [everything, { ...read, Effect: 'Deny', Action: 's3:PutObject' }],
    decision: 'allow',
  },
  {
    given: 'a deny whose condition does not hold',
    statements: [
      everything,
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
    decision: 'allow',
  },
  {
    given: 'lists of actions and resources',
    statements: [
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: ['arn:aws:s3:::x', OBJECT] },
    ],
    decision: 'allow',
  },
  { given: 'an action in other case', statements: [{ ...read, Action: 'S3:getobject' }], decision: 'allow' },
  {
    given: 'a resource in other case',
    statements: [{ ...read, Resource: 'arn:aws:s3:::BUCKET/*' }],
    decision: 'implicitDeny',
  },
  { given: 'a star in the action', statements: [{ ...read, Action: 's3:Get*' }], decision: 'allow' },
  {
    given: 'a question mark for one character',
    statements: [{ ...read, Resource: 'arn:aws:s3:::bucke?/*' }],
    decision: 'allow',
  },
  {
    given: 'a question mark for no character',
    statements: [{ ...read, Resource: 'arn:aws:s3:::bucket?/*' }],
    decision: 'implicitDeny',
  },
  {
    given: 'stars that need going back',
    statements: [{ ...read, Resource: 'arn:*:::*/*a*.parquet' }],
    decision: 'allow',
  },
  {
    given: 'a pattern longer than the resource',
    statements: [{ ...read, Resource: `${OBJECT}*x` }],
    decision: 'implicitDeny',
  },
  {
    given: 'NotAction that names another action',
    statements: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    decision: 'allow',
  },
  {
    given: 'NotAction that names this action',
    statements: [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
    decision: 'implicitDeny',
  },
  {
    given: 'NotResource that names another resource',
    statements: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::other/*' }],
    decision: 'allow',
  },
  {
    given: 'a deny with NotResource that leaves this one out',
    statements: [everything, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::other/*' }],
    decision: 'explicitDeny',
  },
  {
    given: 'a statement without a resource',
    statements: [{ Effect: 'Allow', Action: '*' }],
    decision: 'implicitDeny',
  },
  {
    given: 'a variable in the resource',
    statements: [{ ...read, Resource: 'arn:aws:s3:::bucket/${aws:PrincipalAccount}/*' }],
    resource: 'arn:aws:s3:::bucket/123456789012/a',
    decision: 'allow',
  },
  {
    given: 'a variable without a value',
    statements: [{ ...read, Resource: 'arn:aws:s3:::bucket/${aws:userid}*' }],
    decision: 'implicitDeny',
  },
  {
    given: 'a variable with a default',
    statements: [{ ...read, Resource: "arn:aws:s3:::bucket/${aws:userid, 'input'}/*" }],
    decision: 'allow',
  },
  {
    given: 'a variable whose value has a star, which is only text',
    statements: [{ ...read, Resource: 'arn:aws:s3:::${aws:username}' }],
    resource: 'arn:aws:s3:::jane',
    decision: 'implicitDeny',
  },
  {
    given: 'an escaped star, which is only text',
    statements: [{ ...read, Resource: 'arn:aws:s3:::bucket/${*}' }],
    decision: 'implicitDeny',
  },
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const CONDITIONS: readonly Case[] = [
  {
    given: 'StringEquals with the value',
    statements: when({ StringEquals: { 's3:prefix': 'input/' } }),
    decision: 'allow',
  },
  {
    given: 'StringEquals with one of several values',
    statements: when({ StringEquals: { 's3:prefix': ['x', 'input/'] } }),
    decision: 'allow',
  },
  {
    given: 'StringEquals with a star, which is only text',
    statements: when({ StringEquals: { 's3:prefix': 'input*' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'StringEquals on a key the request has not',
    statements: when({ StringEquals: { 'aws:absent': 'x' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'StringEqualsIfExists on a key the request has not',
    statements: when({ StringEqualsIfExists: { 'aws:absent': 'x' } }),
    decision: 'allow',
  },
  {
    given: 'StringEqualsIfExists with another value',
    statements: when({ StringEqualsIfExists: { 's3:prefix': 'x' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'StringEqualsIgnoreCase',
    statements: when({ StringEqualsIgnoreCase: { 's3:prefix': 'INPUT/' } }),
    decision: 'allow',
  },
  {
    given: 'StringNotEquals with another value',
    statements: when({ StringNotEquals: { 's3:prefix': 'x' } }),
    decision: 'allow',
  },
  {
    given: 'StringNotEquals with one of its values',
    statements: when({ StringNotEquals: { 's3:prefix': ['x', 'input/'] } }),
    decision: 'implicitDeny',
  },
  {
    given: 'StringNotEquals on a key the request has not',
    statements: when({ StringNotEquals: { 'aws:absent': 'x' } }),
    decision: 'allow',
  },
  {
    given: 'StringLike with a star',
    statements: when({ StringLike: { 's3:prefix': 'in*' } }),
    decision: 'allow',
  },
  {
    given: 'StringNotLike with a star',
    statements: when({ StringNotLike: { 's3:prefix': 'in*' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'keys in other case',
    statements: when({ StringEquals: { 'S3:PREFIX': 'input/' } }),
    decision: 'allow',
  },
  {
    given: 'a variable for the value',
    statements: when({ StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }),
    decision: 'allow',
  },
  {
    given: 'two keys of which one does not hold',
    statements: when({ StringEquals: { 's3:prefix': 'input/', 'aws:PrincipalAccount': '1' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'two operators that both hold',
    statements: when({ StringEquals: { 's3:prefix': 'input/' }, Bool: { 'aws:SecureTransport': true } }),
    decision: 'allow',
  },
  {
    given: 'ArnLike with a star in one part',
    statements: when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }),
    decision: 'allow',
  },
  {
    given: 'ArnLike with a star that would have to cross parts',
    statements: when({ ArnLike: { 'aws:PrincipalArn': 'arn:*:role/job' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'ArnEquals with another role',
    statements: when({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/other' } }),
    decision: 'implicitDeny',
  },
  {
    given: 'ArnNotLike with another account',
    statements: when({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::999999999999:*' } }),
    decision: 'allow',
  },
  {
    given: 'Bool as a text',
    statements: when({ Bool: { 'aws:SecureTransport': 'true' } }),
    decision: 'allow',
  },
  {
    given: 'NumericLessThanEquals at the limit',
    statements: when({ NumericLessThanEquals: { 's3:max-keys': '100' } }),
    decision: 'allow',
  },
  {
    given: 'NumericLessThan at the limit',
    statements: when({ NumericLessThan: { 's3:max-keys': 100 } }),
    decision: 'implicitDeny',
  },
  {
    given: 'DateGreaterThan an earlier date',
    statements: when({ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }),
    decision: 'allow',
  },
  {
    given: 'IpAddress inside its network',
    statements: when({ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }),
    decision: 'allow',
  },
  {
    given: 'NotIpAddress inside its network',
    statements: when({ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '127.0.0.1'] } }),
    decision: 'implicitDeny',
  },
  {
    given: 'Null true of an absent key',
    statements: when({ Null: { 'aws:absent': 'true' } }),
    decision: 'allow',
  },
  {
    given: 'Null false of an absent key',
    statements: when({ Null: { 'aws:absent': false } }),
    decision: 'implicitDeny',
  },
  {
    given: 'ForAllValues with every value listed',
    statements: when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'stage', 'x'] } }),
    decision: 'allow',
  },
  {
    given: 'ForAllValues with a value not listed',
    statements: when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }),
    decision: 'implicitDeny',
  },
  {
    given: 'ForAllValues on an absent key',
    statements: when({ 'ForAllValues:StringEquals': { 'aws:absent': 'x' } }),
    decision: 'allow',
  },
  {
    given: 'ForAnyValue with one value listed',
    statements: when({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }),
    decision: 'allow',
  },
  {
    given: 'ForAnyValue on an absent key',
    statements: when({ 'ForAnyValue:StringEquals': { 'aws:absent': 'x' } }),
    decision: 'implicitDeny',
  },
];

describe.each([
  ['policy evaluation', LOGIC],
  ['conditions', CONDITIONS],
])('%s', (_, cases) => {
  it.each(cases)(
    'given $given: $decision',
    ({ statements, action = 's3:GetObject', resource = OBJECT, decision }) => {
      const policies = statements.map((Statement) => ({ Version: '2012-10-17', Statement }));
      expect(evaluate(policies, { action, resource, context: CONTEXT })).toBe(decision);
    },
  );
});
