import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CelEngine, type Engine, TemplateFile } from '@aws/cloudformation-validate';
import type { Check } from './check.ts';

/** Rules whose findings are the tool's own, and why nothing is done about them. */
const ACKNOWLEDGED: Readonly<Record<string, string>> = {
  W3005: 'The Serverless Framework writes DependsOn for the role of a function, which Ref implies already.',
};

let engine: Engine | undefined;

/** AWS's own validation: properties and values by the resource types' schemas, references, cfn-lint's rules. */
export const schema: Check = {
  name: 'cloudformation-validate',
  findings(template) {
    const folder = mkdtempSync(join(tmpdir(), 'schema-'));
    const file = join(folder, 'template.json');
    try {
      writeFileSync(file, JSON.stringify(template));
      return schemaFindings(file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What it says of a template in a file, YAML or JSON. */
export function schemaFindings(file: string): readonly string[] {
  engine ??= new CelEngine();
  const config = { severityLevel: 'WARN', exclude: { ids: Object.keys(ACKNOWLEDGED) } } as const;
  const { status, diagnostics } = engine.validateStandard(new TemplateFile(file), config);
  const incomplete = status === 'OK' ? [] : [`the validation itself: ${status}`];
  return [
    ...incomplete,
    ...diagnostics.map(
      ({ ruleId, entity, propertyPath, message }) =>
        `${entity?.logicalId}.${propertyPath}: ${ruleId} ${message}`,
    ),
  ];
}
