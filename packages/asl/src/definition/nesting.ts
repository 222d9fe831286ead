/** Far more than anybody writes by hand, and few enough to read the rest by recursion. */
export const MOST_LEVELS = 500;

/** Whether a JSON text has objects and arrays inside each other beyond what is read here; the text need not be valid. */
export function isTooDeeplyNested(text: string): boolean {
  let level = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gsu)) {
    if (token === '{' || token === '[') level++;
    else if (token === '}' || token === ']') level--;
    if (level > MOST_LEVELS) return true;
  }
  return false;
}
