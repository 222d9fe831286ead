import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');

interface Source {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
  /** Paths of this repository's files that it imports, from the root. */
  readonly imports: readonly string[];
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/u.test(name))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(ROOT, path), 'utf8');
      const imports = [...text.matchAll(/from '(\.[^']+)'/gu)].map(([, target = '']) =>
        relative(ROOT, join(ROOT, dirname(path), target)),
      );
      return { path, text, imports };
    });
}

const local = sourcesIn('packages/local/src');
const serviceOf = (path: string) => /packages\/local\/src\/services\/([^/]+)\//u.exec(path)?.[1];

describe('the invariants of ARCHITECTURE.md', () => {
  it('2: no service imports another service', () => {
    const crossing = local.flatMap(({ path, imports }) =>
      imports
        .filter((target) => {
          const [own, other] = [serviceOf(path), serviceOf(target)];
          return own !== undefined && other !== undefined && own !== other;
        })
        .map((target) => `${path} imports ${target}`),
    );
    expect(crossing).toEqual([]);
  });

  it('2: only the composition root knows the services', () => {
    const knowing = local
      .filter(({ path }) => serviceOf(path) === undefined)
      .filter(({ imports }) => imports.some((target) => /services\/[^/]+\/[^/]+-service\.ts$/u.test(target)))
      .map(({ path }) => path);
    expect(knowing).toEqual(['packages/local/src/local-aws.ts']);
  });

  it('5: every socket is opened on 127.0.0.1', () => {
    const listening = [...local, ...sourcesIn('scripts')].flatMap(({ path, text }) =>
      [...text.matchAll(/\.listen\([^)]*\)/gu)].map(([call]) => ({ path, call })),
    );
    expect(listening).not.toEqual([]);
    expect(listening.filter(({ call }) => !call.includes("'127.0.0.1'"))).toEqual([]);
  });
});

describe('dependencies', () => {
  const manifests = [
    'package.json',
    ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/package.json`),
  ];
  const dependencies = manifests.flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
    return Object.entries({ ...dependencies, ...devDependencies } as Record<string, string>);
  });

  it('are pinned exactly', () => {
    const loose = dependencies.filter(
      ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[a-z]+)?$|^workspace:\*$/u.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('each have a line in CONTRIBUTING.md that says why', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const names = new Set(
      dependencies.filter(([, version]) => version !== 'workspace:*').map(([name]) => name),
    );
    expect([...names].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
