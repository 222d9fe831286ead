import { describe, expect, it, jest } from '@jest/globals';
import { checks } from './checks/all.ts';
import { staleAcknowledgements } from './checks/nag.ts';
import { packageTemplate } from './packaged-template.ts';

jest.setTimeout(120_000);

describe.each(['dev', 'prod'])('the template of stage %s', (stage) => {
  const template = packageTemplate(stage);

  it.each(checks.map((check) => [check.name, check] as const))('passes %s', (_, check) => {
    expect(check.findings(template)).toEqual([]);
  });
});

it('needs every acknowledgement of cdk-nag', () => {
  expect(staleAcknowledgements(packageTemplate('prod'))).toEqual([]);
});
