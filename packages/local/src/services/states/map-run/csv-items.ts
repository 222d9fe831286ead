import type { Json, JsonObject } from '@batch-workflows/asl';
import { parseCsv } from './csv.ts';
import { itemReaderFailed } from './failures.ts';
import { inHashOrder } from './hash-order.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/**
 * The records of a CSV file as objects of strings: what a record lacks is empty, what it has too many is dropped.
 * @param config `CSVHeaderLocation` FIRST_ROW or GIVEN, `CSVHeaders`, `CSVDelimiter` (COMMA when absent)
 */
export function csvItems(text: string, config: JsonObject): Json[] {
  const { CSVHeaderLocation: location, CSVHeaders: given, CSVDelimiter: delimiter = 'COMMA' } = config;
  const records = parseCsv(text, DELIMITERS[String(delimiter)] ?? ',');
  const headers = location === 'GIVEN' ? given : records.shift();
  if (!Array.isArray(headers)) throw itemReaderFailed('The CSV file has no header');
  const columns = new Map(headers.map((header, column) => [String(header), column]));
  const names = inHashOrder([...columns.keys()]);
  return records.map((record) =>
    Object.fromEntries(names.map((name) => [name, record[columns.get(name) ?? -1] ?? ''])),
  );
}
