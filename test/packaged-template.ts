import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** A property as the template has it: JSON in which objects of one key such as `Ref` are intrinsics. */
export type Property =
  | string
  | number
  | boolean
  | null
  | readonly Property[]
  | { readonly [name: string]: Property };

export interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [name: string]: Property };
  readonly Metadata?: { readonly [name: string]: Property };
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: Property }>>;
}

const CACHE = join(ROOT, 'node_modules/.cache/packaged-templates');

const APPLICATION = ['serverless.yml', 'resources', 'statemachines', 'package.json', 'scripts'];

/**
 * The CloudFormation template that `serverless package` writes for a stage, with `params` given on the command line.
 * Packages a copy of the application, since the tool works in its service's own folder, with an environment without
 * credentials; once for the same files.
 * @throws Error with the tool's own words when packaging fails
 */
export function packageTemplate(stage: string, params: Readonly<Record<string, string>> = {}): Template {
  const given = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const options = ['--stage', stage, ...given];
  const cached = join(CACHE, `${digestOf(options)}.json`);
  if (!existsSync(cached)) {
    mkdirSync(CACHE, { recursive: true });
    // Another test may write the same at once: whoever reads it gets the whole.
    const unfinished = `${cached}.${process.pid}`;
    writeFileSync(unfinished, packaged(options));
    renameSync(unfinished, cached);
  }
  return JSON.parse(readFileSync(cached, 'utf8'));
}

/** Of all that a package depends on: the same digest, the same template. */
function digestOf(options: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(options));
  for (const part of [...APPLICATION, 'pnpm-lock.yaml']) {
    const files = statSync(join(ROOT, part)).isDirectory()
      ? readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' }).map((name) => join(part, name))
      : [part];
    for (const file of files.sort()) {
      const path = join(ROOT, file);
      if (statSync(path).isFile()) hash.update(file).update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

function packaged(options: readonly string[]): string {
  const copy = copyApplication();
  try {
    runServerless(copy.folder, ['package', ...options]);
    return readFileSync(join(copy.folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8');
  } finally {
    copy.remove();
  }
}

/** What is deployed, in a folder of its own, where the tool may work and a test may change it. */
export function copyApplication(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'application-'));
  for (const part of APPLICATION) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'packages']) symlinkSync(join(ROOT, part), join(folder, part));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs the tool with nothing in its environment but what is given, and gives what it said. @throws Error with that when it fails */
export function runServerless(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): string {
  const bin = join(ROOT, 'node_modules', '.bin');
  const { status, stdout, stderr } = spawnSync(join(bin, 'serverless'), args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${bin}${delimiter}${process.env['PATH']}`, HOME: cwd, ...environment },
  });
  if (status !== 0) throw new Error(`serverless ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout + stderr;
}

/** The resources of a type by their logical id. */
export const ofType = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, resource]) => resource.Type === type);

/** Every object in a value, itself included, as [path, object]. */
export function* objectsIn(
  value: Property | undefined,
  path = '',
): Generator<[string, { readonly [name: string]: Property }]> {
  if (value === null || typeof value !== 'object') return;
  if (!isList(value)) yield [path, value];
  for (const [key, child] of Object.entries(value)) yield* objectsIn(child, `${path}/${key}`);
}

/** The logical ids and pseudo parameters that a value refers to. */
export function referencesIn(value: Property): string[] {
  return [...objectsIn(value)].flatMap(([, object]) => {
    const { Ref, 'Fn::GetAtt': getAtt, 'Fn::Sub': sub } = object;
    if (typeof Ref === 'string') return [Ref];
    if (isList(getAtt)) return [String(getAtt[0])];
    if (typeof sub !== 'string') return [];
    return [...sub.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) =>
      name.startsWith('AWS::') ? name : name.replace(/\..*/, ''),
    );
  });
}

export const isList = (value: Property | undefined): value is readonly Property[] => Array.isArray(value);

/** The members of a value that may be one or a list of them. */
export const listOf = (value: Property | undefined): readonly Property[] =>
  value === undefined ? [] : isList(value) ? value : [value];
