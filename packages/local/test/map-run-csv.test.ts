import type { Json } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import { csvItems } from '../src/services/states/map-run/csv-items.ts';

const firstRow = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

async function* given(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}
async function items(...parts: string[]): Promise<Json[]> {
  const all: Json[] = [];
  for await (const some of csvItems(given(parts), firstRow)) all.push(...some);
  return all;
}

describe('the records of a CSV file', () => {
  it('show their columns in the order in which AWS was recorded to show them', async () => {
    expect(JSON.stringify(await items('0,True,{}\na,b,c\n'))).toBe('[{"0":"a","{}":"c","True":"b"}]');
  });

  it('are empty where a line has too few values, and lose what it has too many', async () => {
    expect(await items('h1,h2\n   \n,,,\n')).toEqual([
      { h1: '   ', h2: '' },
      { h1: '', h2: '' },
    ]);
  });

  it('leave empty lines out', async () => {
    expect(await items('h\n\na\n\n')).toEqual([{ h: 'a' }]);
  });

  it('are the same wherever the text is cut into parts', async () => {
    const text = 'h,"i"\r\n"a ""b""\n",c\r\n"","d"\r\n';
    const whole = await items(text);
    expect(whole).toEqual([
      { h: 'a "b"\n', i: 'c' },
      { h: '', i: 'd' },
    ]);
    for (let at = 1; at < text.length; at++)
      expect(await items(text.slice(0, at), text.slice(at))).toEqual(whole);
  });

  it('cannot be had without a header', async () => {
    await expect(items('')).rejects.toThrow('The CSV file has no header');
  });
});
