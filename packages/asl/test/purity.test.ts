import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(ROOT, 'src', name), 'utf8') }));

describe('the interpreter', () => {
  it('imports nothing outside itself but JSONata', () => {
    const outside = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/from '([^.'][^']*)'/gu)].map(([, module]) => `${name}: ${module}`),
    );
    expect([...new Set(outside.map((line) => line.split(': ')[1]))]).toEqual(['jsonata']);
  });

  it('has no clock, no chance and no world of its own', () => {
    const impure =
      /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\)|\bsetTimeout\b|\bsetImmediate\b|\bprocess\.|\bfetch\(|\bperformance\./u;
    expect(sources.filter(({ text }) => impure.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('compiles without the types of Node or the DOM', () => {
    const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
    expect(compilerOptions).toMatchObject({ lib: ['es2023'], types: [] });
  });
});
