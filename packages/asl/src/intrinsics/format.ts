import { isArray, isObject, type Json } from '../json.ts';
import { type Intrinsic, intrinsicFailure, stringArgument } from './intrinsic.ts';

/** `States.Format('{} of {}', 1, 2)` → `1 of 2`; `\{` and `\}` stand for braces. */
export const format: Intrinsic = {
  name: 'States.Format',
  arity: [1, Number.POSITIVE_INFINITY],
  readsEscapes: true,
  apply: (args) => {
    const template = stringArgument('States.Format', args, 0);
    let used = 0;
    const text = template.replace(/\\(.)|\{\}/gsu, (_, escaped) => {
      if (escaped !== undefined) return escaped;
      used += 1;
      const value = args[used];
      if (value === undefined) throw wrongCount(template, args.length - 1);
      return textOf(value);
    });
    if (used !== args.length - 1) throw wrongCount(template, args.length - 1);
    return text;
  },
};

/** Objects and arrays are written as Java writes its maps and lists, which is what AWS shows: `{a=1, b=[x, y]}`. */
function textOf(value: Json): string {
  if (isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'number') return numberText(value);
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${key}=${textOf(member)}`);
  return `{${members.join(', ')}}`;
}

/** A fraction is written as Java does: outside of [0.001, 10,000,000) with an exponent, `1.5E-4`. */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (size >= 1e-3 && size < 1e7) return String(value);
  const [digits = '', exponent] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

const wrongCount = (template: string, given: number) =>
  intrinsicFailure(
    `Invalid arguments in States.Format: ${JSON.stringify(template)} does not have as many {} as the ${given} value(s) given`,
  );
