/** Runs the compiler over every package with that package's own libraries, so that `asl` sees neither Node nor the DOM. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const projects = readdirSync('packages')
  .flatMap((name) => [`packages/${name}/tsconfig.json`, `packages/${name}/test/tsconfig.json`])
  .filter((file) => existsSync(file));

const failed = [...projects, 'tsconfig.json'].filter(
  (project) => spawnSync('tsc', ['--project', project], { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  console.error(`types do not hold in: ${failed.join(', ')}`);
  process.exit(1);
}
