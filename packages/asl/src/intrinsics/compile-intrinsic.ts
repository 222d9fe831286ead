import type { Json } from '../json.ts';
import { InvalidPath } from '../paths/invalid-path.ts';
import type { Scope } from '../scope.ts';
import { intrinsicFailure } from './intrinsic.ts';
import { intrinsics } from './registry.ts';

type Evaluate = (scope: Scope) => Json;

/**
 * Compiles `States.Name(argument, …)`. An argument is a text in single quotes, a number, true, false, null,
 * a path or another intrinsic function, ten deep at most.
 * @param compilePath compiles an argument that is a path
 * @throws InvalidPath naming the function and what is wrong with it
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function compileIntrinsic(text: string, compilePath: (path: string) => Evaluate): Evaluate {
  const reader = new Reader(text, compilePath);
  const evaluate = reader.call(1);
  reader.end();
  return evaluate;
}

const DEEPEST = 10;

/** What a backslash may stand before; it makes the call fail before anything else. */
const ESCAPED = /\\[\\'{}]/gu;

class Reader {
  readonly #text: string;
  readonly #compilePath: (path: string) => Evaluate;
  #at = 0;

  constructor(text: string, compilePath: (path: string) => Evaluate) {
    this.#text = text;
    this.#compilePath = compilePath;
  }

  call(depth: number): Evaluate {
    const name = this.#match(/States\.\w+/y);
    const intrinsic = name === undefined ? undefined : intrinsics.get(name);
    if (intrinsic === undefined) throw this.#invalid(`there is no intrinsic function ${name ?? ''}`);
    if (depth > DEEPEST) throw this.#invalid(`intrinsic functions may be nested ${DEEPEST} deep at most`);
    const args = this.#arguments(depth, intrinsic.readsEscapes === true);
    const [least, most] = intrinsic.arity;
    if (args.length < least || args.length > most) {
      const wanted =
        least === most
          ? `${least}`
          : most === Number.POSITIVE_INFINITY
            ? `${least} or more`
            : `${least} to ${most}`;
      throw this.#invalid(`${intrinsic.name} takes ${wanted} argument(s), found ${args.length}`);
    }
    return (scope) =>
      intrinsic.apply(
        args.map((evaluate) => evaluate(scope)),
        scope.host,
      );
  }

  end(): void {
    if (this.#at < this.#text.length)
      throw this.#invalid(`unexpected ${JSON.stringify(this.#text.slice(this.#at))}`);
  }

  /** @param keepsEscapes whether a text that comes first is left as it is written */
  #arguments(depth: number, keepsEscapes: boolean): Evaluate[] {
    this.#expect(/\s*\(\s*/y, '(');
    const args: Evaluate[] = [];
    if (this.#match(/\)/y) !== undefined) return args;
    for (;;) {
      args.push(this.#argument(depth, keepsEscapes && args.length === 0));
      if (this.#match(/\s*\)/y) !== undefined) return args;
      this.#expect(/\s*,\s*/y, ', or )');
    }
  }

  #argument(depth: number, keepsEscapes: boolean): Evaluate {
    const next = this.#text[this.#at];
    if (next === "'") return this.#quoted(keepsEscapes);
    if (next === '$') return this.#compilePath(this.#path());
    if (next === 'S') return this.call(depth + 1);
    const literal = this.#match(/true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (literal === undefined) {
      throw this.#invalid(
        `an argument is a text in single quotes, a number, true, false, null, a path or an intrinsic function`,
      );
    }
    const value = JSON.parse(literal) as Json;
    return () => value;
  }

  #quoted(keepsEscapes: boolean): Evaluate {
    const text = this.#match(/'(?:[^'\\]|\\.)*'/sy);
    if (text === undefined) throw this.#invalid('a text in single quotes does not end');
    const written = text.slice(1, -1);
    if (written.replaceAll(ESCAPED, '').includes('\\')) {
      return () => {
        throw intrinsicFailure(`A backslash stands before none of \\ ' { } in the text ${text}`);
      };
    }
    const value = keepsEscapes ? written : written.replaceAll(ESCAPED, (pair) => pair.slice(1));
    return () => value;
  }

  /** A path ends at a comma or a closing parenthesis outside its own brackets and quotes. */
  #path(): string {
    const start = this.#at;
    for (let depth = 0; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === "'" || character === '"') {
        const quoted = new RegExp(`${character}(?:[^${character}\\\\]|\\\\.)*${character}`, 'y');
        if (this.#match(quoted) === undefined) throw this.#invalid('a text in quotes does not end');
        this.#at--;
        continue;
      }
      if (character === '[' || character === '(') depth++;
      if (depth === 0 && (character === ',' || character === ')')) break;
      if (character === ']' || character === ')') depth--;
    }
    return this.#text.slice(start, this.#at).trim();
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #expect(pattern: RegExp, wanted: string): void {
    if (this.#match(pattern) === undefined) throw this.#invalid(`expected ${wanted}`);
  }

  #invalid(reason: string): InvalidPath {
    return new InvalidPath(`${reason}, at position ${this.#at} of ${JSON.stringify(this.#text)}`);
  }
}
