import { type GlobToken, globTokens } from './glob.ts';

/** Condition keys and their values, with names in lower case (IAM compares them so). */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

const VARIABLE = /\$\{([^}]*)\}/;

/**
 * A pattern with its `${variables}` replaced: values are literal text, `${*}` is a star, and
 * `${key, 'default'}` falls back. Undefined when a variable has no value; then nothing matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolvePattern(pattern: string, context: RequestContext): GlobToken[] | undefined {
  if (!pattern.includes('${')) return globTokens(pattern);
  const tokens: GlobToken[] = [];
  for (const [index, part] of pattern.split(VARIABLE).entries()) {
    if (index % 2 === 0) {
      tokens.push(...globTokens(part));
      continue;
    }
    const text = variableValue(part, context);
    if (text === undefined) return undefined;
    if (text !== '') tokens.push({ text });
  }
  return tokens;
}

/** Like `resolvePattern`, for operators that compare text exactly. */
export function resolveText(text: string, context: RequestContext): string | undefined {
  let unknown = false;
  const resolved = text.replace(new RegExp(VARIABLE, 'g'), (_, name: string) => {
    const value = variableValue(name, context);
    if (value === undefined) unknown = true;
    return value ?? '';
  });
  return unknown ? undefined : resolved;
}

function variableValue(expression: string, context: RequestContext): string | undefined {
  if (expression === '*' || expression === '?' || expression === '$') return expression;
  const [name = '', fallback] = expression.split(',', 2);
  const values = context.get(name.trim().toLowerCase());
  if (values?.length === 1) return values[0];
  return fallback?.trim().replace(/^'(.*)'$/, '$1');
}
