import { describe, expect, it } from '@jest/globals';
import { csvItems } from '../src/services/states/map-run/csv-items.ts';

const firstRow = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

describe('the records of a CSV file', () => {
  it('show their columns in the order in which AWS was recorded to show them', () => {
    expect(JSON.stringify(csvItems('0,True,{}\na,b,c\n', firstRow))).toBe('[{"0":"a","{}":"c","True":"b"}]');
  });

  it('are empty where a line has too few values, and lose what it has too many', () => {
    expect(csvItems('h1,h2\n   \n,,,\n', firstRow)).toEqual([
      { h1: '   ', h2: '' },
      { h1: '', h2: '' },
    ]);
  });

  it('leave empty lines out', () => {
    expect(csvItems('h\n\na\n\n', firstRow)).toEqual([{ h: 'a' }]);
  });

  it('cannot be had without a header', () => {
    expect(() => csvItems('', firstRow)).toThrow('The CSV file has no header');
  });
});
