import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../workflow-client/command-failure.ts';
import type { PackagedStack } from './packaged-stack.ts';
import { findDigest, registryPassword } from './repository.ts';
import { askTool, runTool } from './run-tool.ts';
import type { Target } from './target.ts';

const DOCKERFILE = 'packages/job/Dockerfile';

/** What the image is made of; the same content has the same tag, and is built and pushed once. */
const CONTENT = [DOCKERFILE, 'dist/job/job.mjs'];

/**
 * Builds the job's image and pushes it to the stack's repository, unless it is there. Gives its digest, by which the
 * job definitions name it. @throws CommandFailure when the builder fails
 */
export async function publishImage(
  target: Target,
  { platform, repository }: PackagedStack,
  uri: string,
  builder: string,
  say: (line: string) => void,
): Promise<string> {
  const tag = contentTag(target.folder, platform);
  const published = await findDigest(target, repository, tag);
  if (published !== undefined) {
    say(`The image ${tag} is published: ${published}`);
    return published;
  }
  const image = `${uri}:${tag}`;
  await runTool(
    builder,
    ['build', '--platform', platform, '--file', DOCKERFILE, '--tag', image, '.'],
    target.folder,
  );
  const [registry = ''] = uri.split('/');
  const login = ['login', '--username', 'AWS', '--password-stdin', registry];
  const { code, output } = await askTool(builder, login, { input: await registryPassword(target) });
  if (code !== 0) throw new CommandFailure(`${builder} login ${registry} failed:\n${output}`);
  await runTool(builder, ['push', image], target.folder);
  const digest = await findDigest(target, repository, tag);
  if (digest === undefined)
    throw new CommandFailure(`${builder} pushed ${image}, and it is not in the registry`);
  say(`Published ${image} as ${digest}`);
  return digest;
}

function contentTag(folder: string, platform: string): string {
  const hash = createHash('sha256').update(platform);
  for (const file of CONTENT) hash.update(file).update(readFileSync(join(folder, file)));
  return `job-${hash.digest('hex').slice(0, 12)}`;
}
