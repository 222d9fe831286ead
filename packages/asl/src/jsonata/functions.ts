import jsonata from 'jsonata';
import { EvaluationFailure } from '../failure/failure.ts';
import type { Host } from '../host.ts';
import { arrayPartition } from '../intrinsics/array-partition.ts';
import { arrayRange } from '../intrinsics/array-range.ts';
import { hash } from '../intrinsics/hash.ts';
import type { Intrinsic } from '../intrinsics/intrinsic.ts';
import { seededRandom } from '../intrinsics/math-random.ts';
import type { Json } from '../json.ts';
import { isTooDeeplyNested } from '../nesting.ts';
import type { Scope } from '../scope.ts';

/** The names of the functions that Step Functions adds to JSONata. */
export const STEP_FUNCTIONS = ['partition', 'range', 'hash', 'random', 'uuid', 'parse'] as const;

type Own = (typeof STEP_FUNCTIONS)[number];

/**
 * The functions that Step Functions adds to JSONata, the one that it takes away, and those that tell the time: the
 * step's, not the machine's.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export const jsonataFunctions = ({ host, now }: Scope): Record<Own | 'eval' | 'now' | 'millis', unknown> => ({
  partition: (...args: Json[]) => apply(arrayPartition, args, host),
  range: (...args: Json[]) => apply(arrayRange, args, host),
  hash: (...args: Json[]) => apply(hash, args, host),
  random: (seed?: Json) => (typeof seed === 'number' ? seededRandom(seed) : host.random()),
  uuid: () => host.uuid(),
  parse: (text: Json | undefined) => (typeof text === 'string' ? parsed(text) : undefined),
  eval: undefined,
  now: (picture?: string, zone?: string) => formatted(now, picture, zone),
  millis: () => now,
});

const formatting = jsonata('$fromMillis($millis, $picture, $zone)');

const formatted = (millis: number, picture: string | undefined, zone: string | undefined): unknown =>
  formatting.evaluate(undefined, { millis, picture, zone });

function parsed(text: string): unknown {
  if (isTooDeeplyNested(text)) throw new Error('the JSON text is too deeply nested');
  return JSON.parse(text);
}

function apply(intrinsic: Intrinsic, args: readonly Json[], host: Host): Json {
  try {
    return intrinsic.apply(args, host);
  } catch (error) {
    // JSONata adds its own place to an error's message.
    if (error instanceof EvaluationFailure) throw new Error(error.detail);
    throw error;
  }
}
