import { type FileMetaData, parquetSchema, type SchemaElement } from 'hyparquet';
import { UnexpectedData } from './unexpected-data.ts';

/** The columns that the job reads and what each must be. */
const COLUMNS = {
  date: { isRight: isTimestamp, what: 'a timestamp (of departure)' },
  delay: { isRight: isInteger, what: 'an integer (minutes)' },
  distance: { isRight: isInteger, what: 'an integer (miles)' },
  origin: { isRight: isText, what: 'a string (airport code)' },
  destination: { isRight: isText, what: 'a string (airport code)' },
} as const;

export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

/** Throws `UnexpectedData` that names every column which is missing or of another type. */
export function checkFlightSchema(metadata: FileMetaData, uri: string): void {
  const elements = new Map(parquetSchema(metadata).children.map(({ element }) => [element.name, element]));
  const wrong = COLUMN_NAMES.flatMap((name) => {
    const element = elements.get(name);
    const { isRight, what } = COLUMNS[name];
    if (element !== undefined && isRight(element)) return [];
    return [`${name}: found ${element === undefined ? 'no such column' : typeOf(element)}, need ${what}`];
  });
  if (wrong.length > 0) {
    throw new UnexpectedData(
      `${uri} does not hold flights. ${wrong.join('; ')}. Columns found: ${[...elements.keys()].join(', ')}. Name a file of flights, or change packages/job to read yours.`,
    );
  }
}

function isTimestamp({ type, converted_type, logical_type }: SchemaElement): boolean {
  return (
    type === 'INT64' &&
    (logical_type?.type === 'TIMESTAMP' ||
      converted_type === 'TIMESTAMP_MILLIS' ||
      converted_type === 'TIMESTAMP_MICROS')
  );
}

function isInteger({ type, converted_type, logical_type }: SchemaElement): boolean {
  const plain = converted_type === undefined || /^U?INT_\d+$/.test(converted_type);
  return (
    (type === 'INT32' || type === 'INT64') &&
    plain &&
    (logical_type === undefined || logical_type.type === 'INTEGER')
  );
}

function isText({ type, converted_type, logical_type }: SchemaElement): boolean {
  return type === 'BYTE_ARRAY' && (converted_type === 'UTF8' || logical_type?.type === 'STRING');
}

const typeOf = ({ type, converted_type, logical_type }: SchemaElement): string =>
  logical_type?.type ?? converted_type ?? type ?? 'a group of columns';
