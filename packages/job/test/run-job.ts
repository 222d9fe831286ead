import { run } from '../src/run.ts';
import type { InMemoryS3 } from './in-memory-s3.ts';

/** Runs a command line, on S3 in memory: the exit code and the parsed JSON lines. */
export const runJob = (s3: InMemoryS3, ...args: string[]) => runJobIn({}, s3, ...args);

/** The same with variables that Batch sets. */
export async function runJobIn(variables: NodeJS.ProcessEnv, s3: InMemoryS3, ...args: string[]) {
  const stdout: Record<string, unknown>[] = [];
  const stderr: Record<string, unknown>[] = [];
  const exitCode = await run(args, {
    client: s3.client,
    environment: { EXECUTION_NAME: 'run-1', AWS_SECRET_ACCESS_KEY: 'secret', ...variables },
    now: () => Date.UTC(2026, 10, 24),
    stdout: (line) => stdout.push(JSON.parse(line)),
    stderr: (line) => stderr.push(JSON.parse(line)),
  });
  return { exitCode, stdout, stderr };
}
