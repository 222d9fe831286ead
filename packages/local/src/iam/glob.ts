/** A pattern's parts: literal text, `*` (any text) or `?` (any one character). */
export type GlobToken = { readonly text: string } | '*' | '?';

/** Splits a pattern without variables, such as `arn:aws:s3:::bucket/*`. */
export function globTokens(pattern: string): GlobToken[] {
  return pattern
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' || part === '?' ? part : { text: part }));
}

/** Whether the whole of `text` matches; linear but for backtracking to the last `*`. */
export function globMatches(tokens: readonly GlobToken[], text: string): boolean {
  let token = 0;
  let position = 0;
  let star: { token: number; position: number } | undefined;
  while (position < text.length || token < tokens.length) {
    const current = tokens[token];
    if (current === '*') {
      star = { token, position };
      token++;
      continue;
    }
    const length = current === undefined ? 0 : lengthMatched(current, text, position);
    if (length > 0) {
      token++;
      position += length;
      continue;
    }
    if (star === undefined || star.position >= text.length) return false;
    star.position++;
    token = star.token + 1;
    position = star.position;
  }
  return true;
}

function lengthMatched(token: GlobToken, text: string, position: number): number {
  if (token === '?') return position < text.length ? 1 : 0;
  return token !== '*' && text.startsWith(token.text, position) ? token.text.length : 0;
}
