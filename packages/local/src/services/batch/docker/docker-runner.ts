import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineSplitter } from '../line-splitter.ts';
import type { JobRunner, RunExit, RunHooks, RunningJob, RunSpec } from '../runner.ts';
import { createArguments, environmentLines, isOfAccount, multiLine } from './create-arguments.ts';
import type { DockerCli } from './docker-cli.ts';

export interface DockerRunnerOptions {
  readonly cli: DockerCli;
  /** Names this process in the labels of its containers, for whoever finds them after a crash. */
  readonly owner: string;
  readonly platform?: NodeJS.Platform;
}

/** Of `docker inspect`. */
interface ContainerState {
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
  readonly StartedAt: string;
  readonly Error: string;
}

/** Docker's time of a container that never started. */
const NEVER = '0001-01-01T00:00:00Z';

/**
 * Runs jobs as containers of their images. A container exists before it is started, so that its id is known, and is
 * removed when it has ended.
 */
export function dockerRunner({ cli, owner, platform = process.platform }: DockerRunnerOptions): JobRunner {
  return {
    reap: (handle) => remove(cli, handle),
    run: (spec, hooks) => {
      const container = new Container(cli, hooks);
      const done = create(cli, spec, owner, platform).then((created) =>
        created.id === undefined ? { reason: created.reason } : container.run(created.id),
      );
      return { done, terminate: (signal) => container.terminate(signal) } satisfies RunningJob;
    },
  };
}

const remove = async (cli: DockerCli, id: string): Promise<void> => {
  await cli.run(['rm', '--force', '--volumes', id]);
};

type Created = { readonly id: string } | { readonly id?: undefined; readonly reason: string };

async function create(
  cli: DockerCli,
  spec: RunSpec,
  owner: string,
  platform: NodeJS.Platform,
): Promise<Created> {
  const folder = mkdtempSync(join(tmpdir(), 'batch-job-'));
  try {
    const environmentFile = join(folder, 'environment');
    writeFileSync(environmentFile, environmentLines(spec, platform), { mode: 0o600 });
    const many = multiLine(spec.environment).map((name) => [name, spec.environment[name] ?? '']);
    const args = createArguments(spec, { environmentFile, owner, platform });
    const { code, stdout, stderr } = await cli.run(args, Object.fromEntries(many));
    if (code === 0) return { id: stdout.trim().split('\n').at(-1) ?? '' };
    return { reason: notCreated(spec.image, stderr) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notCreated(image: string, stderr: string): string {
  const problem = lastLine(stderr);
  if (
    !/No such image|pull access denied|manifest (?:unknown|for)|not found|Unable to find image/iu.test(stderr)
  ) {
    return `CannotCreateContainerError: ${problem}`;
  }
  const hint = isOfAccount(image)
    ? `; the local AWS has no registry: build it here, docker build --file packages/job/Dockerfile --tag ${image} .`
    : '';
  return `CannotPullContainerError: ${problem}${hint}`;
}

/** What of Docker's words says the problem; it goes before, and may be followed by, an advice to look at the help. */
const lastLine = (stderr: string) =>
  stderr.split('\n').find((line) => line.includes('Error')) ?? stderr.split('\n').at(-1) ?? stderr;

/** A created container, from its start to its removal. */
class Container {
  readonly #cli: DockerCli;
  readonly #hooks: RunHooks;
  #id: string | undefined;
  #isUnwanted = false;
  #isKilled = false;

  constructor(cli: DockerCli, hooks: RunHooks) {
    this.#cli = cli;
    this.#hooks = hooks;
  }

  async run(id: string): Promise<RunExit> {
    try {
      if (this.#isUnwanted) return {};
      await this.#hooks.started(id);
      this.#id = id;
      if (this.#isUnwanted) return { exitCode: 137 };
      const problem = await this.#startAndFollow(id);
      return await this.#exit(id, problem);
    } catch (error) {
      // Whoever has to know of it does not: it must not run.
      return {
        reason: `CannotStartContainerError: ${error instanceof Error ? error.message : String(error)}`,
      };
    } finally {
      await remove(this.#cli, id);
    }
  }

  /**
   * SIGTERM is the image's stop signal, whose grace is the caller's to measure. SIGKILL removes the container: that
   * also ends one whose start is under way, which `docker kill` would miss.
   */
  terminate(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#isUnwanted = true;
    if (this.#id === undefined) return;
    if (signal === 'SIGTERM') void this.#cli.run(['stop', '-t', '-1', this.#id]);
    else {
      this.#isKilled = true;
      void remove(this.#cli, this.#id);
    }
  }

  /** Resolves at the container's end with what the CLI itself had to say. */
  #startAndFollow(id: string): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    const child = this.#cli.spawn(['start', '--attach', id]);
    let last = '';
    const lines = [child.stdout, child.stderr].map((stream) => {
      const splitter = new LineSplitter((line) => {
        last = line;
        this.#hooks.output(line);
      });
      stream.on('data', (chunk: Buffer) => splitter.push(chunk));
      return splitter;
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => {
      for (const splitter of lines) splitter.end();
      resolve(last);
    });
    return promise;
  }

  async #exit(id: string, problem: string): Promise<RunExit> {
    if (this.#isKilled) return { exitCode: 137 };
    const { code, stdout, stderr } = await this.#cli.run(['inspect', '--format', '{{json .State}}', id]);
    if (code !== 0) return { reason: `CannotInspectContainerError: ${stderr}` };
    const { ExitCode, OOMKilled, StartedAt, Error: error } = JSON.parse(stdout) as ContainerState;
    if (StartedAt === NEVER)
      return { reason: `CannotStartContainerError: ${error === '' ? problem : error}` };
    return {
      exitCode: ExitCode,
      ...(OOMKilled ? { reason: 'OutOfMemoryError: Container killed due to memory usage' } : {}),
    };
  }
}
