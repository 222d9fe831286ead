import { compileDataFlow, readPath } from '../data-flow.ts';
import type { Fields } from '../definition/fields.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { StateCompiler } from './compiler.ts';
import type { Work } from './work.ts';

const LONGEST_SECONDS = 99_999_999;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const wait: StateCompiler = (fields, transition) => {
  const flow = compileDataFlow(fields, {});
  const dueAt = compileDue(fields);
  const next = transition();
  const leave = (work: Work) => work.exit(flow.output(work.scope, flow.input(work.scope)), next);
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
  const given = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter((name) => fields.has(name));
  if (given.length !== 1) {
    fields.problem(
      '',
      `a Wait state needs exactly one of Seconds, Timestamp, SecondsPath, TimestampPath; found ${given.join(', ') || 'none'}`,
    );
  }
  const seconds = fields.optionalInteger('Seconds', 0, LONGEST_SECONDS);
  if (seconds !== undefined) return (work) => work.now + seconds * 1000;

  const secondsPath = fields.optionalPath('SecondsPath');
  if (secondsPath !== undefined) {
    return (work) => {
      const value = readPath(secondsPath, work.scope);
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_SECONDS) {
        return work.now + value * 1000;
      }
      throw new EvaluationFailure(
        `The SecondsPath parameter does not reference a valid integer: ${secondsPath.text} == ${JSON.stringify(value)}`,
      );
    };
  }

  const timestampPath = fields.optionalPath('TimestampPath');
  if (timestampPath !== undefined) {
    return (work) => {
      const value = readPath(timestampPath, work.scope);
      const due = typeof value === 'string' ? parseTimestamp(value) : undefined;
      if (due !== undefined) return due;
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      throw new EvaluationFailure(
        `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${timestampPath.text} == ${shown}`,
      );
    };
  }

  const timestamp = fields.optionalString('Timestamp');
  const due = timestamp === undefined ? 0 : parseTimestamp(timestamp);
  if (due === undefined) fields.problem('Timestamp', 'must be a timestamp like 2016-08-18T17:33:00Z');
  return () => due ?? 0;
}
