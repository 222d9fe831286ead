import { isArray, isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import { validation } from '../errors.ts';
import { csvItems } from '../map-run/csv-items.ts';
import { pointed } from '../map-run/json-items.ts';
import type { WrittenJson } from './written-json.ts';

/** What the ItemReader of a tested Map is said to have read. */
export interface ItemData {
  readonly items: readonly Json[];
  /** Whether its ItemsPointer led to them. */
  readonly isPointed: boolean;
}

const refused = (reason: string) => validation(`Invalid mapItemReaderData provided: ${reason}`);

/**
 * Reads the data of a request as the state's ItemReader reads its source: a CSV file, JSON lines, or JSON.
 * @throws ValidationException
 */
export async function itemData(text: string, state: JsonObject, json: WrittenJson): Promise<ItemData> {
  const config = configOf(state);
  const { ItemsPointer: pointer, MaxItems: most } = config;
  const isPointed = typeof pointer === 'string' && pointer !== '';
  const items = await itemsOf(text, config, json);
  return { items: typeof most === 'number' && most > 0 ? items.slice(0, most) : items, isPointed };
}

function configOf(state: JsonObject): JsonObject {
  const reader = state['ItemReader'] ?? null;
  const config = isObject(reader) ? (reader['ReaderConfig'] ?? null) : null;
  return isObject(config) ? config : {};
}

async function itemsOf(text: string, config: JsonObject, json: WrittenJson): Promise<readonly Json[]> {
  if (config['InputType'] === 'CSV') return recordsOf(text, config);
  if (config['InputType'] === 'JSONL')
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => parsed(line, json));
  const value = pointed(parsed(text, json), config['ItemsPointer']);
  return isArray(value) ? value : [value];
}

async function recordsOf(text: string, config: JsonObject): Promise<readonly Json[]> {
  const records: Json[] = [];
  try {
    for await (const part of csvItems(partsOf(text), config)) records.push(...part);
    return records;
  } catch (error) {
    throw refused((error as Error).message);
  }
}

async function* partsOf(text: string): AsyncGenerator<string> {
  yield text;
}

function parsed(text: string, json: WrittenJson): Json {
  try {
    return json.parse(text);
  } catch {
    throw refused('must be valid JSON');
  }
}
