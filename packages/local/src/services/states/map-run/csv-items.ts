import type { Json, JsonObject } from '@batch-workflows/asl';
import { CsvParser } from './csv.ts';
import { itemReaderFailed } from './failures.ts';
import { inHashOrder } from './hash-order.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/** The most bytes of a header. */
const LARGEST_HEADER = 10 * 1024;

/**
 * The records of a CSV file as objects of strings: what a record lacks is empty, what it has too many is dropped.
 * @param config `CSVHeaderLocation` FIRST_ROW or GIVEN, `CSVHeaders`, `CSVDelimiter` (COMMA when absent)
 * @throws TaskError States.ItemReaderFailed
 */
export async function* csvItems(text: AsyncIterable<string>, config: JsonObject): AsyncGenerator<Json[]> {
  const { CSVHeaderLocation: location, CSVHeaders: given, CSVDelimiter: delimiter = 'COMMA' } = config;
  let itemOf = location === 'GIVEN' ? itemsUnder(given) : undefined;
  for await (const records of recordsOf(text, DELIMITERS[String(delimiter)] ?? ',')) {
    itemOf ??= itemsUnder(records.shift());
    yield records.map(itemOf);
  }
  if (itemOf === undefined) throw itemReaderFailed('The CSV file has no header');
}

async function* recordsOf(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[][]> {
  const parser = new CsvParser(delimiter);
  for await (const part of text) {
    const records = parser.push(part);
    if (records.length > 0) yield records;
  }
  const last = parser.end();
  if (last.length > 0) yield last;
}

function itemsUnder(headers: unknown): (record: readonly string[]) => JsonObject {
  if (!Array.isArray(headers)) throw itemReaderFailed('The CSV file has no header');
  if (Buffer.byteLength(headers.join(',')) > LARGEST_HEADER)
    throw itemReaderFailed(`The header of the CSV file has more than ${LARGEST_HEADER} bytes`);
  const columns = new Map(headers.map((header, column) => [String(header), column]));
  const names = inHashOrder([...columns.keys()]);
  return (record) => Object.fromEntries(names.map((name) => [name, record[columns.get(name) ?? -1] ?? '']));
}
