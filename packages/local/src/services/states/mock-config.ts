import { readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import { validation } from './errors.ts';

/** What a mocked task answers instead of its service. */
export type MockedResponse =
  | { readonly result: Json }
  | { readonly error: string; readonly cause: string | undefined };

/** Answers of one test case, asked by state and by attempt, counted from 0. Undefined where the real service answers. */
export type MockedCase = (state: string, attempt: number) => MockedResponse | undefined;

/**
 * A file in the format of Step Functions Local: `StateMachines.<name>.TestCases.<case>.<state>` names one of the
 * `MockedResponses`, whose keys are attempts (`"0"`, `"1-2"`). Read at every start, so that it can be edited.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-test-sm-exec.html
 */
export class MockConfig {
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** @throws ValidationException saying what is not there, or what is wrong with the file */
  testCase(stateMachineName: string, name: string): MockedCase {
    const config = this.#read();
    const states = [stateMachineName, 'TestCases', name].reduce(
      ({ at, value }, key) => ({ at: `${at}.${key}`, value: objectAt(value[key], `${at}.${key}`) }),
      { at: 'StateMachines', value: objectAt(config['StateMachines'], 'StateMachines') },
    ).value;
    const responses = objectAt(config['MockedResponses'] ?? {}, 'MockedResponses');
    const mocked = new Map(
      Object.entries(states).map(([state, response]) => {
        const at = `MockedResponses.${String(response)}`;
        return [state, attemptsOf(objectAt(responses[String(response)], at), at)] as const;
      }),
    );
    return (state, attempt) =>
      mocked.get(state)?.find(({ first, last }) => attempt >= first && attempt <= last)?.response;
  }

  #read(): JsonObject {
    if (this.#file === undefined) {
      throw validation(
        'A test case after # needs a mock configuration: start the local run with --mock-config, or leave out the # and what follows',
      );
    }
    try {
      return objectAt(JSON.parse(readFileSync(this.#file, 'utf8')), 'it');
    } catch (error) {
      throw validation(`The mock configuration ${this.#file} cannot be read: ${(error as Error).message}`);
    }
  }
}

interface Attempts {
  readonly first: number;
  readonly last: number;
  readonly response: MockedResponse;
}

function attemptsOf(response: JsonObject, at: string): Attempts[] {
  return Object.entries(response).map(([attempts, answer]) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/u.exec(attempts) ?? [];
    if (first === undefined) throw wrong(`${at}.${attempts}`, 'an attempt like "0" or a range like "1-2"');
    return {
      first: Number(first),
      last: Number(last),
      response: responseOf(objectAt(answer, `${at}.${attempts}`), `${at}.${attempts}`),
    };
  });
}

function responseOf(answer: JsonObject, at: string): MockedResponse {
  const { Return: result, Throw: thrown } = answer;
  if (result !== undefined && thrown === undefined) return { result };
  if (result !== undefined || !isObject(thrown)) throw wrong(at, 'an object with either Return or Throw');
  const { Error: error, Cause: cause } = thrown;
  if (typeof error !== 'string') throw wrong(`${at}.Throw.Error`, 'a string');
  return { error, cause: typeof cause === 'string' ? cause : undefined };
}

function objectAt(value: Json | undefined, at: string): JsonObject {
  if (isObject(value)) return value;
  throw wrong(at, 'there, and an object');
}

const wrong = (at: string, wanted: string) =>
  validation(`The mock configuration is wrong: ${at} must be ${wanted}`);
