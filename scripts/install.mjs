// Installs the workspace with the pnpm that it is pinned to, unless what is installed is what the lock file says.
// Plain JavaScript: it runs before anything is installed, on Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
// pnpm writes its copy of the lock file as the last thing.
const installed = textOf(join(root, 'node_modules/.pnpm/lock.yaml'));

if (installed === undefined || installed !== textOf(join(root, 'pnpm-lock.yaml'))) {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log('Installing …');
  const { status } = spawnSync(
    'npx',
    [
      '--yes',
      `pnpm@${devDependencies.pnpm}`,
      'install',
      '--frozen-lockfile',
      '--prefer-offline',
      '--reporter=append-only',
      '--loglevel=error',
    ],
    { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' },
  );
  process.exitCode = status ?? 1;
}
