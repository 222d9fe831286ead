import jsonata from 'jsonata';
import { EvaluationFailure } from '../failure/failure.ts';
import { arrayPartition } from '../intrinsics/array-partition.ts';
import { arrayRange } from '../intrinsics/array-range.ts';
import { hash } from '../intrinsics/hash.ts';
import type { Intrinsic } from '../intrinsics/intrinsic.ts';
import { seededRandom } from '../intrinsics/math-random.ts';
import type { Json } from '../json.ts';
import { isTooDeeplyNested } from '../nesting.ts';
import type { Scope } from '../scope.ts';

/** A function of an expression. Its signature is JSONata's, which checks the arguments as those of its own functions. */
interface ExpressionFunction {
  readonly signature: string;
  /** Is given arguments of the signature's types, or undefined for those without a value. */
  apply(args: readonly (Json | undefined)[], scope: Scope): unknown;
}

/** The functions that Step Functions adds to JSONata. */
const OWN = {
  partition: ofIntrinsic('$partition', '<an:a>', arrayPartition),
  range: ofIntrinsic('$range', '<nnn:a>', arrayRange),
  hash: ofIntrinsic('$hash', '<xs:s>', hash),
  random: {
    signature: '<n?:n>',
    apply: ([seed], { host }) => (seed === undefined ? host.random() : seededRandom(seed as number)),
  },
  uuid: { signature: '<:s>', apply: (_, { host }) => host.uuid() },
  parse: { signature: '<s:x>', apply: ([text]) => (text === undefined ? undefined : parsed(text as string)) },
} satisfies Record<string, ExpressionFunction>;

/** JSONata's functions that tell the time: the step's, not the machine's. */
const TIME: Record<string, ExpressionFunction> = {
  now: {
    signature: '<s?s?:s>',
    apply: ([picture, zone], { now: millis }) => formatting.evaluate(undefined, { millis, picture, zone }),
  },
  millis: { signature: '<:n>', apply: (_, { now }) => now },
};

const formatting = jsonata('$fromMillis($millis, $picture, $zone)');

/** The names of the functions that Step Functions adds to JSONata. */
export const STEP_FUNCTIONS: readonly string[] = Object.keys(OWN);

/**
 * Gives an expression the functions that it has in Step Functions, and takes away the one that it has not.
 * @param scope gives what the expression is evaluated in
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export function addFunctions(expression: jsonata.Expression, scope: () => Scope): void {
  for (const [name, { signature, apply }] of Object.entries<ExpressionFunction>({ ...OWN, ...TIME }))
    expression.registerFunction(name, (...args: Json[]) => apply(args, scope()), signature);
  expression.assign('eval', undefined);
}

function parsed(text: string): unknown {
  if (isTooDeeplyNested(text)) throw new Error('the JSON text is too deeply nested');
  return JSON.parse(text);
}

/** What an intrinsic function does, under another name. */
function ofIntrinsic(name: string, signature: string, intrinsic: Intrinsic): ExpressionFunction {
  return {
    signature,
    apply: (args, { host }) => {
      if (args.includes(undefined)) return undefined;
      try {
        return intrinsic.apply(args as readonly Json[], host);
      } catch (error) {
        // JSONata adds its own place to an error's message.
        if (error instanceof EvaluationFailure)
          throw new Error(error.detail.replace(intrinsic.name, () => name));
        throw error;
      }
    },
  };
}
