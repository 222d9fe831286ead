import { processHandle } from '../process-handle.ts';
import { LABEL, OWNER_LABEL } from './create-arguments.ts';
import type { DockerCli } from './docker-cli.ts';

/**
 * Makes sure that a Docker engine answers.
 * @throws an `Error` that says what to do when none does
 */
export async function requireEngine(cli: DockerCli): Promise<void> {
  const { code, stderr } = await cli.run(['version', '--format', '{{.Server.Version}}']);
  if (code === 0) return;
  const problem =
    code === undefined ? `the docker command cannot be run (${stderr})` : stderr.split('\n').at(-1);
  throw new Error(
    `No Docker engine answers: ${problem}\nStart Docker, or leave out --runner docker: jobs then run as processes, without Docker.`,
  );
}

/** Removes the containers of processes that are gone: what a killed local AWS left behind. */
export async function removeOrphans(cli: DockerCli): Promise<void> {
  const format = `{{.ID}} {{.Label "${OWNER_LABEL}"}}`;
  const { stdout } = await cli.run([
    'ps',
    '--all',
    '--no-trunc',
    '--filter',
    `label=${LABEL}`,
    '--format',
    format,
  ]);
  const orphans = stdout.split('\n').flatMap((line) => {
    const [, id, owner = ''] = /^(\S+) (.*)$/u.exec(line) ?? [];
    if (id === undefined) return [];
    return processHandle(Number.parseInt(owner, 10)) === owner ? [] : [id];
  });
  if (orphans.length > 0) await cli.run(['rm', '--force', '--volumes', ...orphans]);
}
