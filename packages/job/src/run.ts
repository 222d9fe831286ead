import type { S3Client } from '@aws-sdk/client-s3';
import { aggregate } from './aggregate.ts';
import { type Command, parseCommandLine } from './command-line.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { merge } from './merge.ts';
import { jsonLine, type Progress } from './progress.ts';
import { shard } from './shard.ts';

/** What the program has of the world outside. */
export interface World {
  readonly client: S3Client;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
}

/** Runs one command. Never rejects: what went wrong is one JSON line on stderr, and the exit code. */
export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const progress: Progress = (message, details = {}) =>
    world.stdout(jsonLine('info', message, details, world));
  try {
    const command = parseCommandLine(args);
    progress(`${command.name} started`, { ...command.parameters });
    await runCommand(command, world, progress);
    return EXIT_CODES.ok;
  } catch (error) {
    const exitCode = exitCodeOf(error);
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const defect = exitCode === EXIT_CODES.internal ? { stack } : {};
    world.stderr(jsonLine('error', message, { error: name, exitCode, ...defect }, world));
    return exitCode;
  }
}

function runCommand(command: Command, { client, environment }: World, progress: Progress): Promise<void> {
  switch (command.name) {
    case 'aggregate':
      return aggregate(command.parameters, client, progress);
    case 'shard':
      return shard(command.parameters, client, environment, progress);
    case 'merge':
      return merge(command.parameters, client, progress);
  }
}
