import { describe, expect, it } from '@jest/globals';
import { filterPattern } from '../src/services/logs/filter/filter-pattern.ts';

const ERROR = '[ERROR] job 3 failed: out of memory';
const WARN = '[WARN] job 3 is slow';
const JSON_ERROR =
  '{"level": "ERROR", "took": 12.5, "job": {"id": "a-1", "tags": ["x"]}, "retry": null, "last": true}';

describe('a filter pattern', () => {
  const cases: readonly [string, string, boolean][] = [
    ['', ERROR, true],
    ['ERROR', ERROR, true],
    ['error', ERROR, false],
    ['ERROR job', ERROR, true],
    ['ERROR slow', ERROR, false],
    ['"out of memory"', ERROR, true],
    ['"memory out"', ERROR, false],
    ['"[ERROR]"', ERROR, true],
    ['job -ERROR', ERROR, false],
    ['job -ERROR', WARN, true],
    ['-"out of"', WARN, true],
    ['?ERROR ?WARN', WARN, true],
    ['?ERROR ?FATAL', WARN, false],
    ['job ?FATAL', WARN, true],
    ['%job [0-9]+ failed%', ERROR, true],
    ['%job [a-z]+ failed%', ERROR, false],
    ['{ $.level = "ERROR" }', JSON_ERROR, true],
    ['{ $.level = ERROR }', JSON_ERROR, true],
    ['{ $.level = "ERR*" }', JSON_ERROR, true],
    ['{ $.level != "ERROR" }', JSON_ERROR, false],
    ['{ $.nothing != "ERROR" }', JSON_ERROR, false],
    ['{ $.level = "ERROR" }', ERROR, false],
    ['{ $.took > 12 && $.took <= 12.5 }', JSON_ERROR, true],
    ['{ $.took < 3 || $.job.id = "a-1" }', JSON_ERROR, true],
    ['{ ($.took < 3 || $.took > 10) && $.last IS FALSE }', JSON_ERROR, false],
    ['{ $.job.tags[0] = "x" }', JSON_ERROR, true],
    ['{ $.retry IS NULL }', JSON_ERROR, true],
    ['{ $.last IS TRUE }', JSON_ERROR, true],
    ['{ $.nothing NOT EXISTS }', JSON_ERROR, true],
    ['{ $.level NOT EXISTS }', JSON_ERROR, false],
    ['{ $.level = "E.*" }', JSON_ERROR, false],
  ];
  it.each(cases)('%s on %s: %s', (pattern, message, fits) => {
    expect(filterPattern(pattern)(message)).toBe(fits);
  });

  const wrong: readonly [string, string][] = [
    ['job-3', "Invalid character(s) in term 'job-3'"],
    ['"open', 'Invalid filter pattern: a quote is not closed at character 1'],
    ['{ $.level = "ERROR"', 'Invalid filter pattern: the closing brace is missing'],
    ['{ level = "ERROR" }', 'Invalid filter pattern: a condition begins with $.<member>'],
    ['{ $.level }', 'Invalid filter pattern: $.level is compared with nothing'],
    ['{ $.level > "a" }', 'Invalid filter pattern: > compares with a number, found a'],
    ['{ ($.a = 1 }', 'Invalid filter pattern: a closing parenthesis is missing'],
    [
      '{ $.a IS GONE }',
      "Invalid filter pattern: 'IS GONE' is none of IS NULL, IS TRUE, IS FALSE, NOT EXISTS",
    ],
    [
      '[a, b]',
      'a pattern of space-delimited fields is not supported by the local CloudWatch Logs; use terms or a JSON pattern',
    ],
  ];
  it.each(wrong)('%s is refused: %s', (pattern, message) => {
    expect(() => filterPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException', message }),
    );
  });
});
