import { describe, expect, it } from '@jest/globals';
import { formatRowGroups, parseRowGroups } from '../src/row-groups.ts';

describe('row groups', () => {
  it.each([
    ['0', [0]],
    ['0,1,5', [0, 1, 5]],
    ['0-3', [0, 1, 2, 3]],
    ['7, 2-4', [2, 3, 4, 7]],
    ['32767', [32_767]],
  ])('reads %j', (text, groups) => {
    expect(parseRowGroups('rowGroups', text)).toEqual(groups);
  });

  it.each(['', 'a', '-1', '1-', '1,,2', '1.5', '32768', '0-99999999', '2-1', '1,1', '0-2,2'])(
    'refuses %j with the field and what to send',
    (text) => {
      expect(() => parseRowGroups('request.rowGroups', text)).toThrow(
        /^request\.rowGroups: found .*; send row groups counted from 0, such as "0", "0,1,5" or "0-10"$/,
      );
    },
  );

  it.each([
    [[0], '0'],
    [[0, 1, 2, 5], '0-2,5'],
    [[9, 3, 4], '3-4,9'],
  ])('writes %j in the shortest form', (groups, text) => {
    expect(formatRowGroups(groups)).toBe(text);
    expect(parseRowGroups('', text)).toEqual([...groups].sort((a, b) => a - b));
  });
});
