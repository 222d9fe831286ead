/** A step of a plain path: a member's name or an index. */
export type Step = string | number;

const NAME = /^[^.[\]()'"*,\s]+/u;
const BRACKET = /^\.?\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+))\]/;

/** The steps of a path of members and indexes only (`$.a['b c'][0]`), or undefined for any other path. */
export function parseSteps(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const bracket = BRACKET.exec(rest);
    if (bracket !== null) {
      const [whole, single, double, index] = bracket;
      steps.push(index === undefined ? unescaped(single ?? double ?? '') : Number(index));
      rest = rest.slice(whole.length);
      continue;
    }
    const name = rest.startsWith('.') ? NAME.exec(rest.slice(1)) : null;
    if (name === null) return undefined;
    steps.push(name[0]);
    rest = rest.slice(1 + name[0].length);
  }
  return steps;
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** What stands between quotes: `\n` and `\u00e9` are what they are in JSON, any other escaped character is itself. */
export const unescaped = (text: string) =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, code, character) =>
    code === undefined ? (CONTROLS[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
