/** As many as the JSON parsers of Java take, and few enough to read the rest by recursion. */
export const MOST_LEVELS = 1000;

/** Whether a JSON text has objects and arrays inside each other beyond what is read here; the text need not be valid. */
export function isTooDeeplyNested(text: string): boolean {
  if (text.length <= MOST_LEVELS) return false;
  let level = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gsu)) {
    if (token === '{' || token === '[') level++;
    else if (token === '}' || token === ']') level--;
    if (level > MOST_LEVELS) return true;
  }
  return false;
}
