import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: Property }>>;
}

/**
 * The CloudFormation template that `serverless package` writes for a stage. Packages into a directory of its own, with
 * an environment without credentials.
 * @throws Error with the tool's own words when packaging fails
 */
export function packageTemplate(stage: string): Template {
  if (!existsSync(join(ROOT, 'dist', 'callback.zip'))) run(process.execPath, ['scripts/build.ts']);
  const directory = mkdtempSync(join(tmpdir(), 'packaged-'));
  try {
    run(join(ROOT, 'node_modules', '.bin', 'serverless'), [
      'package',
      '--stage',
      stage,
      '--package',
      directory,
    ]);
    return JSON.parse(readFileSync(join(directory, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): void {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH, HOME },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
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
