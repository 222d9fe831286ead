import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { schemaFindings } from './checks/schema.ts';

jest.setTimeout(60_000);

const ROOT = join(import.meta.dirname, '..');
const WORKFLOWS = join(ROOT, '.github/workflows');
const workflows = readdirSync(WORKFLOWS).map((name): [string, string] => [
  name,
  readFileSync(join(WORKFLOWS, name), 'utf8'),
]);

describe.each(workflows)('the workflow %s', (_, text) => {
  it('pins every action by its commit, and says the version', () => {
    const uses = [...text.matchAll(/uses: (.*)$/gmu)].map(([, action]) => action);
    expect(uses).not.toEqual([]);
    for (const action of uses) expect(action).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
  });

  it('may do only what it says, and keeps no token', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/mu);
    expect(text).not.toMatch(/secrets\.|pull_request_target/u);
    expect(text).toContain('persist-credentials: false');
  });

  it('puts nothing that a person types into a script', () => {
    for (const [, script] of text.matchAll(/run: (.*)$/gmu)) expect(script).not.toContain('${{');
  });
});

describe('the role that deploys', () => {
  const file = join(ROOT, 'deploy/github-oidc.yml');
  const text = readFileSync(file, 'utf8');

  it('is a template that AWS takes', () => {
    expect(schemaFindings(file)).toEqual([]);
  });

  it('trusts one environment of one repository', () => {
    expect(text).toContain('token.actions.githubusercontent.com:aud: sts.amazonaws.com');
    expect(text).toContain(
      'token.actions.githubusercontent.com:sub: !Sub repo:${Repository}:environment:${Stage}',
    );
    expect(text.match(/sts:Assume\w+/gu)).toEqual(['sts:AssumeRoleWithWebIdentity']);
  });

  it('says why of each statement that names no resource', () => {
    const statements = text.split('- Sid: ').slice(1);
    const everywhere = statements.flatMap((statement) =>
      /Resource: "\*"/u.test(statement) ? [statement.slice(0, statement.indexOf('\n'))] : [],
    );
    expect(everywhere).toEqual(['MakeKey', 'MakeNetwork', 'DescribeWhatHasNoArn']);
    for (const sid of everywhere) expect(text).toMatch(new RegExp(`^        ${sid}: [A-Z].*\\.$`, 'mu'));
  });
});
