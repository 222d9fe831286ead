import { parse } from './expression.ts';
import { STEP_FUNCTIONS } from './functions.ts';

/** What JSONata's parser makes of an expression, as far as it is looked at here. */
interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly lhs?: unknown;
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
}

/** The names of the variables that an expression takes from outside: its own, `$states` and functions are none. */
export function freeVariables(text: string): string[] {
  const [found, own] = [new Set<string>(), new Set(['', '$', 'states'])];
  const open: unknown[] = [parse(text).ast()];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, value, lhs, arguments: given, procedure } = node as Node;
    if (type === 'variable') found.add(String(value));
    if (type === 'bind') own.add(String((lhs as Node).value));
    if (type === 'lambda') for (const { value: name } of given ?? []) own.add(String(name));
    for (const part of Object.values(node)) {
      if (part !== procedure || procedure?.type !== 'variable') open.push(part);
    }
  }
  return [...found].filter((name) => !own.has(name) && !isFunction(name));
}

const OWN: ReadonlySet<string> = new Set(STEP_FUNCTIONS);

const isFunction = (name: string) => OWN.has(name) || parse(`$${name}`).evaluate(undefined) !== undefined;
