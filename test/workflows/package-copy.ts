import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/package-app.ts';

const TEMPLATE = '.serverless/cloudformation-template-update-stack.json';

/** A folder with a packaged service, for `startHost({ serviceDir })`. */
export interface PackageCopy {
  readonly serviceDir: string;
  remove(): void;
}

/** The packaged application with another template: `change` gets the template's text and gives the new one. */
export function copyPackage(change: (template: string) => string): PackageCopy {
  const serviceDir = mkdtempSync(join(tmpdir(), 'package-copy-'));
  cpSync(join(ROOT, '.serverless'), join(serviceDir, '.serverless'), { recursive: true });
  symlinkSync(join(ROOT, 'dist'), join(serviceDir, 'dist'));
  const before = readFileSync(join(serviceDir, TEMPLATE), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${TEMPLATE} has nothing that the test means to change`);
  writeFileSync(join(serviceDir, TEMPLATE), after);
  return { serviceDir, remove: () => rmSync(serviceDir, { recursive: true, force: true }) };
}

interface Template {
  Resources: Record<string, { Properties: { Policies?: Policy[] } }>;
}

interface Policy {
  PolicyDocument: { Statement: { Sid?: string }[] };
}

/** A change that takes the statements of an id (`Notify`) out of a role. */
export const withoutStatement = (role: string, sid: string) => (text: string) => {
  const template = JSON.parse(text) as Template;
  for (const { PolicyDocument } of template.Resources[role]?.Properties.Policies ?? []) {
    PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Sid }) => Sid !== sid);
  }
  return JSON.stringify(template, undefined, 2);
};

/** A change that makes jobs sleep until they are ended: the command itself runs where its image is unknown. */
export function withSleepingJobs(text: string): string {
  const template = JSON.parse(text);
  for (const definition of ['AggregateJobDefinition', 'ShardJobDefinition']) {
    const { ContainerProperties } = template.Resources[definition].Properties;
    Object.assign(ContainerProperties, { Image: 'busybox', Command: ['sleep', '3600'] });
  }
  return JSON.stringify(template, undefined, 2);
}
