import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readReasons } from '../../scripts/iam-report/reasons.ts';
import { ROOT } from '../../scripts/package-app.ts';
import { mutants } from './mutants.ts';
import { type Lesson, learn, trial } from './trial.ts';

jest.setTimeout(600_000);

const reasons = readReasons(ROOT);

describe('every grant of the packaged template is needed', () => {
  let lesson: Lesson;
  beforeAll(async () => {
    lesson = await learn();
  });

  /** Grants that no scenario uses may have their reason: what of a statement is used is tried all the same. */
  const isExcused = (role: string, sid: string, verdict: string | undefined) =>
    verdict === 'no scenario uses it' && reasons.get(role)?.[sid] !== undefined;

  it.each([...Map.groupBy(mutants(), ({ role }) => role)])(
    'to %s: without it, a deployment or a workflow is denied',
    async (role, grants) => {
      const unproved: string[] = [];
      for (const mutant of grants) {
        const verdict = await trial(mutant, lesson).catch((error: Error) => error.message);
        if (verdict === undefined || isExcused(role, mutant.sid, verdict)) continue;
        unproved.push(`${mutant.sid}, ${mutant.action}: ${verdict}`);
      }
      expect(unproved).toEqual([]);
    },
  );
});
