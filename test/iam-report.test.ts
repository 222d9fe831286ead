import type { Grant } from '@batch-workflows/local/iam-usage';
import { describe, expect, it } from '@jest/globals';
import { linesOf, reportOn, summaryOf } from '../scripts/iam-report/report.ts';

const grant = (statement: string, action: string, resource = '*', role = 'JobRole'): Grant => ({
  role,
  policy: 'job',
  statement,
  action,
  resource,
});
const none = new Map();

describe('the report on the use of grants', () => {
  it('takes a statement as used when every action was, and every resource, though not each with each', () => {
    const granted = [
      grant('Read', 's3:GetObject', 'a'),
      grant('Read', 's3:GetObject', 'b'),
      grant('Read', 's3:ListBucket', 'a'),
      grant('Read', 's3:ListBucket', 'b'),
    ];
    const used = [grant('Read', 's3:GetObject', 'a'), grant('Read', 's3:ListBucket', 'b')];
    expect(reportOn({ granted, used, missing: [] }, none).problems).toEqual([]);
  });

  it.each([
    ['an action', [grant('Read', 's3:GetObject', 'a'), grant('Read', 's3:PutObject', 'a')], 's3:PutObject'],
    ['a resource', [grant('Read', 's3:GetObject', 'a'), grant('Read', 's3:GetObject', 'b')], 'b'],
  ])('names %s that was never used, and asks for a reason', (_, granted, unused) => {
    const usage = { granted, used: [grant('Read', 's3:GetObject', 'a')], missing: [] };
    const report = reportOn(usage, none);
    expect(report.problems).toEqual([
      `JobRole, Read: no test uses ${unused}; take it away, or say why in resources/unused-grants.yml`,
    ]);
    expect(reportOn(usage, new Map([['JobRole', { Read: 'AWS itself needs it.' }]])).problems).toEqual([]);
  });

  it('does not take the use of another role or statement for it', () => {
    const granted = [grant('Read', 's3:GetObject')];
    const used = [grant('Read', 's3:GetObject', '*', 'OtherRole'), grant('Write', 's3:GetObject')];
    expect(reportOn({ granted, used, missing: [] }, none).problems).toHaveLength(1);
  });

  it.each([
    ['a statement that is used', 'Read', 'but tests use all of it'],
    ['a statement that is not there', 'Gone', 'excuses a statement that is not there'],
  ])('refuses a reason for %s', (_, statement, problem) => {
    const granted = [grant('Read', 's3:GetObject')];
    const report = reportOn(
      { granted, used: granted, missing: [] },
      new Map([['JobRole', { [statement]: 'x' }]]),
    );
    expect(report.problems).toEqual([expect.stringContaining(problem)]);
  });

  it('tells a role by role what was used, unused and missing', () => {
    const granted = [grant('Read', 's3:GetObject'), grant('Trace', 'xray:PutTraceSegments')];
    const report = reportOn(
      {
        granted,
        used: granted.slice(0, 1),
        missing: [{ role: 'JobRole', action: 's3:PutObject', resource: 'r' }],
      },
      new Map([['JobRole', { Trace: 'no X-Ray' }]]),
    );
    expect(linesOf(report)).toEqual([
      'JobRole',
      '  used     Read',
      '  unused   Trace: xray:PutTraceSegments (no X-Ray)',
      '  missing  s3:PutObject on r',
    ]);
    expect(summaryOf(report)).toBe(
      'IAM: of 2 statements 1 used, 1 unused with a reason, 0 without; 1 refusals',
    );
  });
});
