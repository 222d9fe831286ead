import { askTool } from '../run-tool.ts';
import type { Verdict } from './verdict.ts';

/** What can build the job's image and push it; all take the same commands. */
const BUILDERS = ['docker', 'podman', 'finch'];

/** The first tool whose engine answers. */
export async function checkBuilder(): Promise<{ readonly verdict: Verdict; readonly builder?: string }> {
  const check = 'builder';
  const silent: string[] = [];
  for (const builder of BUILDERS) {
    const { code } = await askTool(builder, ['info']);
    if (code === 0)
      return { verdict: { check, outcome: 'passed', message: `${builder} builds the job's image` }, builder };
    if (code !== null) silent.push(builder);
  }
  const message =
    silent.length > 0
      ? `${silent.join(' and ')} is installed, but its engine does not answer; start it`
      : `none of ${BUILDERS.join(', ')} is installed; the job's image needs one`;
  return { verdict: { check, outcome: 'failed', message } };
}
