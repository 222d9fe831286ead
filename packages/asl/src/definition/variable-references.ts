import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { expressionIn } from '../jsonata/expression.ts';
import { freeVariables } from '../jsonata/free-variables.ts';
import { statesIn } from './inner-states.ts';

/** Fields that hold states of their own, or what nothing evaluates. */
const SKIPPED = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment', 'Result']);
/** Fields of which only the members whose names end in `.$` are evaluated. */
const TEMPLATES = new Set([
  'Parameters',
  'ResultSelector',
  'ItemSelector',
  'BatchInput',
  'Assign',
  'Credentials',
]);
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gu;
const VARIABLE = /(?<![$\w])\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu;

/**
 * The variables that the states of a definition that compiles refer to, by state; states without any are left out.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
 */
export function variableReferences(definition: JsonObject): Record<string, string[]> {
  const references: Record<string, string[]> = {};
  for (const { name, state, language } of statesIn(definition)) {
    const names = new Set(language === 'JSONata' ? ofJsonata(state) : ofJsonPath(state, false));
    if (names.size > 0) references[name] = [...names];
  }
  return references;
}

function* ofJsonata(value: Json): Generator<string> {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    if (expression !== undefined) yield* freeVariables(expression);
  } else if (isArray(value)) for (const item of value) yield* ofJsonata(item);
  else if (isObject(value))
    for (const [key, member] of Object.entries(value)) if (!SKIPPED.has(key)) yield* ofJsonata(member);
}

function* ofJsonPath(value: Json, inTemplate: boolean): Generator<string> {
  if (isArray(value)) for (const item of value) yield* ofJsonPath(item, inTemplate);
  else if (isObject(value))
    for (const [key, member] of Object.entries(value)) {
      const isPath = key.endsWith('.$') || (!inTemplate && (key.endsWith('Path') || key === 'Variable'));
      if (isPath && typeof member === 'string') yield* inPath(member);
      else if (inTemplate || !SKIPPED.has(key)) yield* ofJsonPath(member, inTemplate || TEMPLATES.has(key));
    }
}

function* inPath(text: string): Generator<string> {
  for (const [, name = ''] of text.replace(QUOTED, '').matchAll(VARIABLE)) yield name;
}
