import { isArray, isObject, isTooDeeplyNested, type Json } from '@batch-workflows/asl';

/**
 * JSON whose lists and objects are shown again as they were written: Step Functions hands on the text of what it
 * does not change. Values are known by identity, which the state language keeps.
 */
export class WrittenJson {
  readonly #texts = new WeakMap<object, string>();

  /** @throws SyntaxError */
  parse(text: string): Json {
    if (isTooDeeplyNested(text)) throw new SyntaxError('too deeply nested');
    const value: Json = JSON.parse(text);
    this.#remember(value, text);
    return value;
  }

  text(value: Json): string {
    if (!isArray(value) && !isObject(value)) return JSON.stringify(value);
    const written = this.#texts.get(value);
    if (written !== undefined) return written;
    if (isArray(value)) return `[${value.map((item) => this.text(item)).join(',')}]`;
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${this.text(member)}`,
    );
    return `{${members.join(',')}}`;
  }

  /** Walks the text and the value side by side; the containers that are open are kept on a list of our own. */
  #remember(root: Json, text: string): void {
    const open: { value: Json; from: number; index: number; key: string }[] = [];
    const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/gsu;
    let key = '';
    for (const { 0: token, index: at } of text.matchAll(tokens)) {
      const inner = open.at(-1);
      if (token === '[' || token === '{') {
        const value = inner === undefined ? root : childOf(inner.value, inner.index, inner.key);
        open.push({ value, from: at, index: 0, key: '' });
      } else if (token === ']' || token === '}') {
        open.pop();
        const { value, from } = inner ?? { value: null, from: 0 };
        if (isArray(value) || isObject(value)) this.#texts.set(value, text.slice(from, at + 1).trim());
      } else if (inner === undefined) return;
      else if (token === ',') inner.index++;
      else if (token === ':') inner.key = key;
      else if (token.startsWith('"')) key = JSON.parse(token);
    }
  }
}

const childOf = (value: Json, index: number, key: string): Json =>
  (isArray(value) ? value[index] : isObject(value) ? value[key] : null) ?? null;
