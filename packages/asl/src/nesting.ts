/** As many as the JSON parsers of Java take, and few enough to read the rest by recursion. */
export const MOST_LEVELS = 1000;

/** Whether a JSON text has objects and arrays inside each other beyond what is read here; the text need not be valid. */
export function isTooDeeplyNested(text: string): boolean {
  if (text.length <= MOST_LEVELS) return false;
  let level = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (quoted) i += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') level++;
    else if (character === ']' || character === '}') level--;
    if (level > MOST_LEVELS) return true;
  }
  return false;
}
