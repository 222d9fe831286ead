import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Writes the template and the zips that a deploy of a stage would upload; the framework builds them first. */
export async function packageApp(stage: string): Promise<void> {
  const serverless = spawn('serverless', ['package', '--stage', stage], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [serverless.stdout, serverless.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => output.push(text));
  }
  const [code] = await once(serverless, 'close');
  if (code !== 0) throw new Error(`serverless package --stage ${stage} failed:\n${output.join('')}`);
}
