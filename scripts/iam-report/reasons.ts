import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Role → statement → why no local run uses all of it: the metadata `UnusedGrants` of the packaged roles. */
export type Reasons = ReadonlyMap<string, Readonly<Record<string, string>>>;

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Metadata?: { readonly UnusedGrants?: Record<string, string> } }>
  >;
}

/** Reads the reasons of a packaged service; they are written in resources/unused-grants.yml. */
export function readReasons(serviceDir: string): Reasons {
  const file = join(serviceDir, '.serverless/cloudformation-template-update-stack.json');
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template;
  return new Map(
    Object.entries(Resources).flatMap(([role, { Metadata }]) =>
      Metadata?.UnusedGrants === undefined ? [] : [[role, Metadata.UnusedGrants] as const],
    ),
  );
}
