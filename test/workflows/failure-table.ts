import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/package-app.ts';

/** A row of the table in docs/batch-failures.md. */
export interface FailureRow {
  readonly happened: string;
  /** The texts in code marks of the second and the third column; `…` stands for any text. */
  readonly awsShows: readonly string[];
  readonly workflowDoes: readonly string[];
  readonly youDo: string;
}

export function failureTable(): FailureRow[] {
  const page = readFileSync(join(ROOT, 'docs/batch-failures.md'), 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => {
    const [happened = '', awsShows = '', workflowDoes = '', youDo = ''] = line
      .split(/(?<!\\)\|/u)
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { happened, awsShows: codesIn(awsShows), workflowDoes: codesIn(workflowDoes), youDo };
  });
}

const codesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code);

/** Whether one of the texts is what a row says. */
export function isShown(said: string, texts: readonly string[]): boolean {
  const pattern = said
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'))
    .join('.*');
  return texts.some((text) => new RegExp(`^${pattern}$`, 'su').test(text));
}
