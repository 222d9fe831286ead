import type { LocalConfig } from '../config.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject, shown } from './json.ts';
import { stableHash } from './physical-name.ts';
import { StackError } from './stack-error.ts';

export const stackArn = (
  stackName: string,
  { accountId, region }: Pick<LocalConfig, 'accountId' | 'region'>,
  id: string,
) => `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${id}`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
export function pseudoParameters(
  stackName: string,
  config: Pick<LocalConfig, 'accountId' | 'region'>,
  stackId = stackArn(stackName, config, stableHash(stackName)),
): Readonly<Record<string, string>> {
  const { accountId, region } = config;
  return {
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackName': stackName,
    'AWS::StackId': stackId,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

/** Each declared parameter's value: the given one, else its default. */
export function parameterValues(
  declared: JsonObject,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, Json>> {
  for (const name of Object.keys(given)) {
    if (declared[name] === undefined)
      throw new StackError(`Parameters.${name}`, 'is not declared by the template');
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => [
      name,
      parameterValue(name, declaration, given[name]),
    ]),
  );
}

function parameterValue(name: string, declaration: Json, given: string | undefined): Json {
  const place = `Parameters.${name}`;
  if (!isObject(declaration) || typeof declaration['Type'] !== 'string') {
    throw new StackError(place, `needs a Type, found ${shown(declaration)}`);
  }
  const type = declaration['Type'];
  if (type.startsWith('AWS::SSM::')) {
    throw new StackError(
      place,
      `type ${type} reads AWS's parameter store, which there is not locally; use String`,
    );
  }
  const value = given ?? declaration['Default'];
  if (value === undefined) throw new StackError(place, 'has neither a value nor a Default; give it one');
  const isListType = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isListType
    ? String(value)
        .split(',')
        .map((item) => item.trim())
    : value;
}
