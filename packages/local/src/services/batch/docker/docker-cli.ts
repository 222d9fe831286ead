import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface DockerAnswer {
  /** 0 for success; undefined when the CLI itself could not be run. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The docker CLI as a child process. `program` is its name or path. */
export class DockerCli {
  readonly #program: string;

  constructor(program: string) {
    this.#program = program;
  }

  /** Runs a command to its end; never rejects. */
  async run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<DockerAnswer> {
    const child = this.spawn(args, environment);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    try {
      const [code] = await once(child, 'close');
      return { code: code ?? 1, stdout, stderr: stderr.trim() };
    } catch (error) {
      return { code: undefined, stdout, stderr: error instanceof Error ? error.message : String(error) };
    }
  }

  /** In a process group of its own: Ctrl-C at the terminal is not for it. */
  spawn(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(this.#program, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
  }
}
