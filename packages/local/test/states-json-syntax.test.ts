import { describe, expect, it } from '@jest/globals';
import { syntaxProblem } from '../src/services/states/json-syntax.ts';

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** Text, what is wrong with it, line and column. */
const problems: [text: string, reason: string, line: number, column: number][] = [
  ['not some json', `Unrecognized token 'not': was expecting ${VALUES}`, 1, 1],
  ['{"a":tru}', `Unrecognized token 'tru': was expecting ${VALUES}`, 1, 6],
  ['{} x', `Unrecognized token 'x': was expecting ${VALUES}`, 1, 4],
  ["{'a':1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 2],
  ['{"a":1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 1, 8],
  ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 1, 4],
  ['{"a":1 2}', "Unexpected character ('2' (code 50)): was expecting comma to separate Object entries", 1, 8],
  [
    '{"a" 1}',
    "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
    1,
    6,
  ],
  ['{"a":\n  }', `Unexpected character ('}' (code 125)): expected a valid value ${VALUES}`, 2, 3],
  ['[1,]', `Unexpected character (']' (code 93)): expected a valid value ${VALUES}`, 1, 4],
  ['{', 'Unexpected end-of-input: expected close marker for Object', 1, 2],
  ['[[1]', 'Unexpected end-of-input: expected close marker for Array', 1, 5],
  ['"abc', 'Unexpected end-of-input: was expecting closing quote for a string value', 1, 5],
  ['01', 'Invalid numeric value: Leading zeroes not allowed', 1, 1],
  [
    '[1.]',
    "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
    1,
    4,
  ],
  ['"\\x"', "Unrecognized character escape 'x' (code 120)", 1, 3],
  [
    '"\\u12G4"',
    "Unexpected character ('G' (code 71)): expected a hex-digit for character escape sequence",
    1,
    3,
  ],
];

describe('what is wrong with a JSON text', () => {
  it.each(problems)('%j: %s', (text, reason, line, column) => {
    expect(syntaxProblem(text)).toEqual({ reason, line, column });
  });

  it.each(['{}', ' [1, -2.5e+3, "\\u00e9", true, false, null, {"a": {"b": []}}] ', '"x"', '0', 'null'])(
    'is nothing with %j',
    (text) => {
      expect(syntaxProblem(text)).toBeUndefined();
    },
  );

  it('is found however deep it is nested', () => {
    expect(syntaxProblem('['.repeat(100_000))?.column).toBe(100_001);
  });
});
