import { BlockList, isIP } from 'node:net';
import { globMatches } from './glob.ts';
import { many, type PolicyStatement } from './policy.ts';
import { type RequestContext, resolvePattern, resolveText } from './policy-variables.ts';

type Test = (actual: string, expected: string, context: RequestContext) => boolean;

const equals: Test = (actual, expected, context) => actual === resolveText(expected, context);
const equalsIgnoringCase: Test = (actual, expected, context) =>
  actual.toLowerCase() === resolveText(expected, context)?.toLowerCase();
const like: Test = (actual, expected, context) => {
  const pattern = resolvePattern(expected, context);
  return pattern !== undefined && globMatches(pattern, actual);
};
/** Each of an ARN's six parts is matched by itself; ArnEquals and ArnLike are the same. */
const arnLike: Test = (actual, expected, context) => {
  const parts = arnParts(actual);
  const patterns = arnParts(expected);
  return (
    parts.length === patterns.length &&
    patterns.every((part, index) => like(parts[index] ?? '', part, context))
  );
};
const compare =
  (parse: (text: string) => number, holds: (actual: number, expected: number) => boolean): Test =>
  (actual, expected) =>
    holds(parse(actual), parse(expected));
const inNetwork: Test = (actual, expected) => {
  const [address = '', prefix] = expected.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const network = new BlockList();
  network.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  return isIP(actual) !== 0 && network.check(actual, isIP(actual) === 6 ? 'ipv6' : 'ipv4');
};
const epochOrIso = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const comparisons = (kind: string, parse: (text: string) => number): Record<string, Test> => ({
  [`${kind}Equals`]: compare(parse, (a, b) => a === b),
  [`${kind}LessThan`]: compare(parse, (a, b) => a < b),
  [`${kind}LessThanEquals`]: compare(parse, (a, b) => a <= b),
  [`${kind}GreaterThan`]: compare(parse, (a, b) => a > b),
  [`${kind}GreaterThanEquals`]: compare(parse, (a, b) => a >= b),
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const POSITIVE: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: equalsIgnoringCase,
  BinaryEquals: equals,
  IpAddress: inNetwork,
  ...comparisons('Numeric', Number),
  ...comparisons('Date', epochOrIso),
};

/** Hold when no value matches, and when the key is absent. */
const NEGATIVE: Readonly<Record<string, Test>> = {
  StringNotEquals: equals,
  StringNotEqualsIgnoreCase: equalsIgnoringCase,
  StringNotLike: like,
  ArnNotEquals: arnLike,
  ArnNotLike: arnLike,
  NotIpAddress: inNetwork,
  NumericNotEquals: compare(Number, (a, b) => a === b),
  DateNotEquals: compare(epochOrIso, (a, b) => a === b),
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** Whether every operator and every key of a statement's condition holds. */
export function conditionHolds(
  condition: NonNullable<PolicyStatement['Condition']>,
  context: RequestContext,
): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      keyHolds(operator, context.get(key.toLowerCase()), many(expected).map(String), context),
    ),
  );
}

/** Whether `operator` is one that IAM has. */
export function isConditionOperator(operator: string): boolean {
  const [, , name = ''] = OPERATOR.exec(operator) ?? [];
  return name === 'Null' || Object.hasOwn(POSITIVE, name) || Object.hasOwn(NEGATIVE, name);
}

function keyHolds(
  operator: string,
  actual: readonly string[] | undefined,
  expected: readonly string[],
  context: RequestContext,
): boolean {
  const [, set, name = '', ifExists] = OPERATOR.exec(operator) ?? [];
  if (name === 'Null') return expected.includes(String(actual === undefined));
  const positive = POSITIVE[name];
  const negative = NEGATIVE[name];
  if (actual === undefined) {
    return ifExists !== undefined || set === 'ForAllValues' || (negative !== undefined && set === undefined);
  }
  const holds = (value: string) =>
    negative === undefined
      ? expected.some((each) => positive?.(value, each, context) ?? false)
      : !expected.some((each) => negative(value, each, context));
  return set === 'ForAllValues' || (negative !== undefined && set === undefined)
    ? actual.every(holds)
    : actual.some(holds);
}

/** An ARN's five prefixes and its resource, which may itself contain colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
