import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readPackage } from '../src/stack/read-package.ts';

describe('the package that a deploy would upload', () => {
  let dir: string;
  const put = (file: string, content: unknown): void =>
    writeFileSync(join(dir, file), typeof content === 'string' ? content : JSON.stringify(content));
  const template = (content: unknown): void =>
    put('.serverless/cloudformation-template-update-stack.json', content);
  const state = (provider: object = {}): void =>
    put('.serverless/serverless-state.json', {
      service: {
        service: 'app',
        provider: { stage: 'local', ...provider },
        functions: {
          plan: { name: 'app-local-plan', package: { artifact: 'dist/plan.zip' } },
          bare: { name: 'app-local-bare' },
        },
      },
    });

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'stack-package-'));
    mkdirSync(join(dir, '.serverless'));
    mkdirSync(join(dir, 'dist'));
    template({ Resources: {} });
    state();
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const anywhere = { bucket: 'b', key: 'k' };

  it("has a service's stack name, template and zips by the function's name", async () => {
    put('dist/plan.zip', 'the zip');
    const { stackName, artifacts } = readPackage(dir);
    expect(stackName).toBe('app-local');
    expect((await artifacts('app-local-plan', anywhere)).toString()).toBe('the zip');
  });

  it("takes the stack's name from the provider when it is given there", () => {
    state({ stackName: 'mine' });
    expect(readPackage(dir).stackName).toBe('mine');
  });

  it('says what to run when nothing is packaged', () => {
    rmSync(join(dir, '.serverless'), { recursive: true });
    expect(() => readPackage(dir)).toThrow('does not exist; run pnpm package --stage local first');
  });

  it('says so when the template is cut short', () => {
    template('{"Resources": ');
    expect(() => readPackage(dir)).toThrow('is not JSON');
  });

  it('names a function whose zip is missing, and one that has none', async () => {
    const { artifacts } = readPackage(dir);
    const zip = (name: string) => expect(artifacts(name, anywhere)).rejects;
    await zip('app-local-plan').toThrow(/app-local-plan: its zip .*dist\/plan.zip does not exist/);
    await zip('app-local-bare').toThrow('give the function package.artifact');
    await zip('other').toThrow('other: ');
  });

  it.each<[string, unknown, string]>([
    ['a transform, which runs on AWS only', { Transform: 'AWS::Serverless-2016-10-31' }, 'runs only on AWS'],
    ['a resource without a type', { Resources: { A: {} } }, 'A: needs a Type'],
    ['a section that is no object', { Resources: [] }, 'Resources: must be an object'],
  ])('refuses %s', (_, content, message) => {
    template(content);
    expect(() => readPackage(dir)).toThrow(message);
  });
});
