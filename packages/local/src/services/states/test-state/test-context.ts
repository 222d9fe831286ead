import { randomUUID } from 'node:crypto';
import { formatTimestamp, isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import type { LocalConfig } from '../../../config.ts';
import { expressArn, stateMachineArn } from '../arn.ts';
import { validation } from '../errors.ts';
import type { WrittenJson } from './written-json.ts';

/** Fields of the context object, each with its own. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Execution: ['Id', 'Input', 'Name', 'RedriveCount', 'RedriveTime', 'RoleArn', 'StartTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Map: ['Item'],
  Task: ['Token'],
};

/** The context object that a request gives. @throws ValidationException */
export function givenContext(text: string, json: WrittenJson): JsonObject {
  let context: Json;
  try {
    context = json.parse(text);
  } catch {
    throw refused('must be valid JSON');
  }
  if (!isObject(context)) throw refused('must be a JSON object');
  for (const [name, value] of Object.entries(context)) {
    const known = FIELDS[name];
    if (known === undefined) throw refused(`Field '${name}' is not allowed`);
    const unknown = isObject(value) ? Object.keys(value).find((field) => !known.includes(field)) : undefined;
    if (unknown !== undefined) throw refused(`Field '${unknown}' is not allowed`);
  }
  return context;
}

const refused = (reason: string) => validation(`Invalid Context object provided: ${reason}`);

/** The context object of a state machine that there is only for the test: an Express workflow without a name. */
export function ownContext(
  state: string,
  retries: number,
  request: { readonly input: Json; readonly roleArn: string | undefined; readonly now: number },
  { region, accountId }: LocalConfig,
): JsonObject {
  const name = randomUUID();
  const machineName = randomUUID();
  const machine = stateMachineArn(region, accountId, machineName);
  const { input, roleArn, now } = request;
  return {
    Execution: {
      Id: expressArn(machine, name, '').slice(0, -1),
      Input: input,
      Name: name,
      ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
      StartTime: formatTimestamp(now),
    },
    StateMachine: { Id: machine, Name: machineName },
    State: { Name: state, EnteredTime: formatTimestamp(now), RetryCount: retries },
  };
}
