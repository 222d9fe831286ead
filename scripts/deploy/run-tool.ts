import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandFailure } from '../workflow-client/command-failure.ts';

export interface ToolEnd {
  /** Null where the tool is not installed. */
  readonly code: number | null;
  readonly output: string;
}

/** Runs a tool and gives its end. `input` is its standard input. */
export async function askTool(
  name: string,
  args: readonly string[],
  { cwd, input = '' }: { readonly cwd?: string; readonly input?: string } = {},
): Promise<ToolEnd> {
  const child = spawn(name, args, { cwd, env: process.env, stdio: ['pipe', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => output.push(text));
  // A tool that does not read its input has closed it.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [code] = await once(child, 'close');
    return { code, output: output.join('') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { code: null, output: '' };
    throw error;
  }
}

/** Runs a tool whose words go to the terminal. @throws CommandFailure when it fails */
export async function runTool(name: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(name, args, { cwd, env: process.env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new CommandFailure(`${name} ${args[0]} failed; its own words are above`);
}
