import { parseArgs } from 'node:util';
import type { AggregateParameters } from './aggregate.ts';
import { describe, InvalidInput } from './invalid-input.ts';
import type { MergeParameters } from './merge.ts';
import type { ShardParameters } from './shard.ts';

export type Command =
  | { readonly name: 'aggregate'; readonly parameters: AggregateParameters }
  | { readonly name: 'shard'; readonly parameters: ShardParameters }
  | { readonly name: 'merge'; readonly parameters: MergeParameters };

export const USAGE = `usage:
  aggregate --input <s3 uri of a Parquet file> --row-groups <"0" | "0,1,5" | "0-10"> --output <s3 uri>
  shard --manifest <s3 uri> --shards <own | "3,7"> --input <s3 uri of a Parquet file> --partials <s3 uri ending in /> --run <which execution>
  merge --manifest <s3 uri> --partials <s3 uri ending in /> --run <which execution> --failed <none | "3,7" | "5%"> --output <s3 uri ending in />`;

/** Reads the arguments that Batch put together from the job definition's command. Throws `InvalidInput`. */
export function parseCommandLine([name, ...args]: readonly string[]): Command {
  switch (name) {
    case 'aggregate': {
      const options = readOptions(args, ['input', 'row-groups', 'output']);
      const { input, 'row-groups': rowGroups, output } = options;
      return { name, parameters: { input, rowGroups, output } };
    }
    case 'shard':
      return { name, parameters: readOptions(args, ['manifest', 'shards', 'input', 'partials', 'run']) };
    case 'merge':
      return { name, parameters: readOptions(args, ['manifest', 'partials', 'run', 'failed', 'output']) };
    default:
      throw new InvalidInput(
        `command: found ${describe(name)}; send "aggregate", "shard" or "merge"\n${USAGE}`,
      );
  }
}

/** Every option is required and takes one value. */
function readOptions<Name extends string>(args: string[], names: readonly Name[]): Record<Name, string> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args, options, strict: true }));
  } catch (error) {
    throw new InvalidInput(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    throw new InvalidInput(`found no ${missing.map((name) => `--${name}`).join(', ')}\n${USAGE}`);
  }
  return Object.fromEntries(names.map((name) => [name, String(values[name])])) as Record<Name, string>;
}
