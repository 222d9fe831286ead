import { CommandFailure } from '../workflow-client/command-failure.ts';
import { findStack, outputsOf } from './find-stack.ts';
import { type PackagedStack, readPackagedStack } from './packaged-stack.ts';
import { checkBuilder } from './preflight/builder.ts';
import { checkCredentials } from './preflight/credentials.ts';
import { checkLeftovers } from './preflight/leftovers.ts';
import { checkQuotas } from './preflight/quotas.ts';
import { checkStack } from './preflight/stack.ts';
import { type Verdict, verdictLine } from './preflight/verdict.ts';
import { publishImage } from './publish-image.ts';
import { findRepository } from './repository.ts';
import { deployStage, packageStage } from './serverless.ts';
import { smokeTest } from './smoke-test.ts';
import type { Target } from './target.ts';

export interface DeployOptions {
  /** `name=value`, as `serverless --param` takes them. */
  readonly params: readonly string[];
  /** The name of the smoke test's execution. */
  readonly smokeName: string;
  readonly say: (line: string) => void;
}

/**
 * Checks, builds, publishes, deploys, and runs one execution. Nothing is changed on AWS before every check has passed.
 * @throws CommandFailure that says what to do
 */
export async function deploy(target: Target, { params, smokeName, say }: DeployOptions): Promise<void> {
  const { accountId, builder } = await checkMachine(target, say);
  say('Building and packaging …');
  await packageStage(target, params);
  const stack = readPackagedStack(target.folder);
  await checkAccount(target, stack, accountId, say);
  const reference = builder === undefined ? [] : [await publish(target, { stack, builder, params, say })];
  await deployStage(target, [...params, ...reference]);
  const deployed = await findStack(target);
  if (deployed === undefined)
    throw new CommandFailure(`${target.stackName} is not there after its deployment`);
  await smokeTest(target, outputsOf(deployed)['DataBucketName'] ?? '', smokeName, say);
  say(`${target.stackName} is deployed, and its smoke test succeeded.`);
}

/** What can be said before anything is built. The local AWS runs the built program, so it needs no image. */
async function checkMachine(target: Target, say: DeployOptions['say']) {
  const credentials = await checkCredentials(target);
  const builder = target.isLocal ? undefined : await checkBuilder();
  report([credentials.verdict, ...(builder === undefined ? [] : [builder.verdict])], say);
  return { accountId: credentials.accountId ?? '', builder: builder?.builder };
}

async function checkAccount(
  target: Target,
  stack: PackagedStack,
  accountId: string,
  say: DeployOptions['say'],
): Promise<void> {
  const verdicts = target.isLocal
    ? [await checkStack(target)]
    : [
        await checkStack(target),
        await checkLeftovers(target, stack, accountId),
        ...(await checkQuotas(target, stack)),
      ];
  report(verdicts, say);
}

function report(verdicts: readonly Verdict[], say: DeployOptions['say']): void {
  for (const verdict of verdicts) say(verdictLine(verdict));
  const failed = verdicts.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check);
  if (failed.length > 0) throw new CommandFailure(`Nothing was changed: mend ${failed.join(' and ')} first.`);
}

/**
 * Gives the parameter that names the image. The repository belongs to the stack, so the first deployment has two
 * passes: the first makes the repository (a job definition may name an image that is not there yet), the second
 * names the image that was pushed to it meanwhile.
 */
async function publish(
  target: Target,
  {
    stack,
    builder,
    params,
    say,
  }: { stack: PackagedStack; builder: string; params: readonly string[]; say: DeployOptions['say'] },
): Promise<string> {
  let uri = await findRepository(target, stack.repository);
  if (uri === undefined) {
    say('First deployment: making the stack, whose repository takes the image …');
    await deployStage(target, params);
    uri = await findRepository(target, stack.repository);
  }
  if (uri === undefined) throw new CommandFailure(`the stack has no repository ${stack.repository}`);
  return `imageReference=@${await publishImage(target, stack, uri, builder, say)}`;
}
