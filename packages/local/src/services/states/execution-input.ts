import { type Json, jsonSize, PAYLOAD_LIMIT } from '@batch-workflows/asl';
import { invalidExecutionInput } from './errors.ts';
import { parseJson } from './json-syntax.ts';

/** @throws InvalidExecutionInput */
export function parseInput(text: string): Json {
  if (text.trim() === '') throw invalidExecutionInput('Invalid execution input.');
  const input = parseJson(text, invalidExecutionInput);
  if (jsonSize(input) > PAYLOAD_LIMIT) {
    throw invalidExecutionInput(
      `the input has more than ${PAYLOAD_LIMIT} bytes; put the data into S3 and pass its place`,
    );
  }
  return input;
}
