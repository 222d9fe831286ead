#!/usr/bin/env node
/** `pnpm iam-report`: per role, what runs used of its grants, what they never used, and what they missed. */
import { join } from 'node:path';
import { readIamUsage } from '@batch-workflows/local/iam-usage';
import { Command } from 'commander';
import { readReasons } from './iam-report/reasons.ts';
import { linesOf, reportOn, summaryOf } from './iam-report/report.ts';
import { ROOT } from './package-app.ts';

const program = new Command('iam-report')
  .description(
    'What the roles of the application were granted, used and missed, in all runs that a data directory remembers.',
  )
  .option('--data-dir <dir>', 'where npm start or pnpm local kept everything', join(ROOT, '.local'))
  .showHelpAfterError()
  .action(({ dataDir }: { dataDir: string }) => {
    const report = reportOn(readIamUsage(dataDir), readReasons(ROOT));
    for (const line of linesOf(report)) console.log(line);
    console.log(`\n${summaryOf(report)}`);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
