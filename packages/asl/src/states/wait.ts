import { compileNumber } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import { EvaluationFailure, queryFailure } from '../failure/failure.ts';
import { compileDataFlow } from '../flow/data-flow.ts';
import { readPath } from '../flow/json-path-flow.ts';
import type { Json } from '../json.ts';
import type { Scope } from '../scope.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { StateCompiler } from './compiler.ts';
import type { Work } from './work.ts';

const LONGEST_SECONDS = 99_999_999;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const wait: StateCompiler = (fields, transition) => {
  const flow = compileDataFlow(fields, { assign: true });
  const dueAt = compileDue(fields);
  const next = transition();
  const leave = (work: Work) => work.exit(flow.pass(work.scope), next);
  return {
    enter: (work) => {
      const due = dueAt(work);
      if (due <= work.now) leave(work);
      else work.startTimer('wait', due);
    },
    timerFired: leave,
  };
};

function compileDue(fields: Fields): (work: Work) => number {
  const forms =
    fields.language === 'JSONata'
      ? ['Seconds', 'Timestamp']
      : ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'];
  const given = forms.filter((name) => fields.has(name));
  if (given.length !== 1) {
    fields.problem(
      '',
      `a Wait state needs exactly one of ${forms.join(', ')}; found ${given.join(', ') || 'none'}`,
    );
    return ({ now }) => now;
  }
  const seconds = compileNumber(fields, 'Seconds', {
    least: 0,
    most: LONGEST_SECONDS,
    wrong: (value, path) =>
      `The SecondsPath parameter does not reference a valid integer: ${path} == ${value}`,
  });
  if (seconds !== undefined) return ({ now, scope }) => now + seconds(scope) * 1000;
  const timestamp = compileTimestamp(fields);
  return ({ scope }) => timestamp(scope);
}

function compileTimestamp(fields: Fields): (scope: Scope) => number {
  const expression = fields.optionalJsonata('Timestamp');
  if (expression !== undefined) {
    return (scope) =>
      timeOf(expression(scope), (text) =>
        queryFailure(
          `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
          'Timestamp',
        ),
      );
  }
  const path = fields.language === 'JSONPath' ? fields.optionalPath('TimestampPath') : undefined;
  if (path !== undefined) {
    return (scope) =>
      timeOf(
        readPath(path, scope),
        (text) =>
          new EvaluationFailure(
            `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path.text} == ${text}`,
          ),
      );
  }
  const text = fields.optionalString('Timestamp');
  const due = text === undefined ? 0 : parseTimestamp(text);
  if (due === undefined) fields.problem('Timestamp', 'must be a timestamp like 2016-08-18T17:33:00Z');
  return () => due ?? 0;
}

function timeOf(value: Json, failure: (text: string) => EvaluationFailure): number {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time === undefined) throw failure(typeof value === 'string' ? value : JSON.stringify(value));
  return time;
}
