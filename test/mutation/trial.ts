import type { Grant } from '@batch-workflows/local/iam-usage';
import { ROOT } from '../../scripts/package-app.ts';
import { until } from '../until.ts';
import { copyPackage } from '../workflows/package-copy.ts';
import { deployed, type InProcess } from './in-process.ts';
import { type Mutant, without } from './mutants.ts';
import { isTerminated, type Outcome, SCENARIOS, type Scenario } from './scenarios.ts';

/** A denial is there when the scenario has ended, but for what is written to logs. */
const PATIENCE_MS = 10_000;

const nameOf = ({ role, sid, action }: Mutant) => `${role}|${sid}|${action}`;
const grantName = ({ role, statement, action }: Grant) => `${role}|${statement}|${action}`;

/** What the template as it is does: which grants a deployment and each scenario use, and how each scenario ends. */
export interface Lesson {
  readonly deployment: ReadonlySet<string>;
  readonly scenarios: readonly { scenario: Scenario; uses: ReadonlySet<string>; outcome: Outcome }[];
}

export async function learn(): Promise<Lesson> {
  const deployment = await deployed(ROOT, async ({ usage }) => new Set(usage().used.map(grantName)));
  const scenarios: Lesson['scenarios'][number][] = [];
  for (const scenario of SCENARIOS) {
    scenarios.push(
      await withTemplate(scenario.change, async (serviceDir) =>
        deployed(serviceDir, async (app) => {
          const outcome = await scenario.run(app);
          if (outcome.job !== undefined) await terminated(app, outcome.job);
          return { scenario, outcome, uses: new Set(app.usage().used.map(grantName)) };
        }),
      ),
    );
  }
  return { deployment, scenarios };
}

/** Takes a grant away and looks whether that is noticed; a text says how it was not. */
export async function trial(mutant: Mutant, lesson: Lesson): Promise<string | undefined> {
  if (lesson.deployment.has(nameOf(mutant))) return deployWithout(mutant);
  const found = lesson.scenarios.find(({ uses }) => uses.has(nameOf(mutant)));
  if (found === undefined) return 'no scenario uses it';
  const { scenario } = found;
  const change = (text: string) => without(mutant)(scenario.change?.(text) ?? text);
  return withTemplate(change, (serviceDir) =>
    deployed(serviceDir, async (app) => {
      const outcome = await scenario.run(app);
      await until(
        `a refusal of ${nameOf(mutant)} in: ${scenario.name}`,
        () => isRefused(mutant, app),
        PATIENCE_MS,
      );
      if (outcome.job !== undefined)
        return (await isTerminated(app, outcome.job)) ? 'the job was terminated all the same' : undefined;
      const log = quietLogOf(mutant);
      if (log !== undefined)
        return (await textIn(log, app)) === '' ? undefined : `something wrote to ${log} all the same`;
      if (outcome.end.startsWith('SUCCEEDED')) return `${scenario.name} succeeded all the same`;
      return seesDenial(mutant, outcome, app);
    }),
  );
}

async function deployWithout(mutant: Mutant): Promise<string | undefined> {
  return withTemplate(without(mutant), (serviceDir) =>
    deployed(serviceDir, async () => 'it deployed all the same').catch((error: unknown) => {
      const reasons = error instanceof AggregateError ? error.errors.map(String).join() : String(error);
      const denial = /AccessDenied|does not have permissions|is not authorized/u;
      return denial.test(reasons) ? undefined : `the deployment failed otherwise: ${reasons}`;
    }),
  );
}

const isRefused = ({ role, action }: Mutant, { usage }: InProcess) =>
  usage().missing.some((missing) => missing.role === role && missing.action === action) || undefined;

const terminated = (app: InProcess, id: string) =>
  until(`job ${id} to be terminated`, async () => (await isTerminated(app, id)) || undefined);

/** Where nothing is written, and nobody told, without a grant: AWS drops what it may not write to a log. */
function quietLogOf({ role, action }: Mutant): string | undefined {
  if (role.endsWith('FunctionRole') && action.startsWith('logs:')) return '/aws/lambda/';
  return action === 'logs:PutLogEvents' ? '/aws/batch/' : undefined;
}

/** The denial, in AWS's words or in those that our programs find for it, where a person would look for it. */
async function seesDenial({ action }: Mutant, { history }: Outcome, app: InProcess): Promise<undefined> {
  const words = new RegExp(
    `(?:not authorized to perform:|allow(?: this role)?|without) ${action}|"error":"AccessDenied`,
    'iu',
  );
  const look = async () => words.test(history + (await textIn('/aws/', app))) || undefined;
  await until(`${words} in the history or a log`, look, PATIENCE_MS);
  return undefined;
}

/** What was written to the log groups of a prefix. */
async function textIn(logGroupNamePrefix: string, app: InProcess): Promise<string> {
  const { logGroups = [] } = await app.logs.describeLogGroups({ logGroupNamePrefix });
  const texts = await Promise.all(
    logGroups.map(async ({ logGroupName }) => {
      const { events = [] } = await app.logs.filterLogEvents({ logGroupName });
      return events.map(({ message }) => message).join('\n');
    }),
  );
  return texts.join('');
}

async function withTemplate<T>(
  change: ((text: string) => string) | undefined,
  use: (serviceDir: string) => Promise<T>,
): Promise<T> {
  if (change === undefined) return use(ROOT);
  const copy = copyPackage(change);
  try {
    return await use(copy.serviceDir);
  } finally {
    copy.remove();
  }
}
