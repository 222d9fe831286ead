import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './host.ts';

/** How a command ended, and what it wrote. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command finds: the endpoint in its environment, and its standard input. */
export interface Surroundings {
  readonly stdin?: string;
  readonly endpoint: string;
}

/** Runs `pnpm execution` with its arguments to its end. */
export async function runExecutionCommand(
  args: readonly string[],
  { stdin = '', endpoint }: Surroundings,
): Promise<Outcome> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/execution.ts'), ...args], {
    env: { PATH: process.env['PATH'], AWS_ENDPOINT_URL: endpoint },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  child.stdin.end(stdin);
  const [code] = await once(child, 'close');
  return { code, ...written };
}
