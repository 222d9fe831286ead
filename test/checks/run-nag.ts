/** Reads a template from standard input, and writes what AWS Solutions' rules find as JSON: `[{rule, resource}]`. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'nag-'));
try {
  const templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, await text(process.stdin));
  const app = new App({ outdir: join(folder, 'out'), analyticsReporting: false });
  new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile, preserveLogicalIds: true });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: false }));
  const report = join(folder, 'out', 'validation-report.json');
  try {
    app.synth();
  } catch (error) {
    // It throws whenever a rule finds something; the report says what.
    if (!existsSync(report)) throw error;
  }
  const { pluginReports }: Report = JSON.parse(readFileSync(report, 'utf8'));
  const violations = pluginReports.flatMap((plugin) =>
    plugin.violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, resource: basename(constructPath) })),
    ),
  );
  process.stdout.write(JSON.stringify(violations));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
