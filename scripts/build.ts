/** Bundles what deploys: `dist/<lambda>.zip` for each Lambda, and `dist/job/job.mjs` for the job's image. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as bundle, stop as stopEsbuild } from 'esbuild';
import { zipOf } from './zip.ts';

const ROOT = join(import.meta.dirname, '..');

const LAMBDAS = ['preprocess', 'generate-batch-input', 'callback'];

/** Builds everything into a directory, with the same bytes every time. Returns the paths of the files written. */
export async function build(directory = join(ROOT, 'dist')): Promise<string[]> {
  const written = await Promise.all([
    ...LAMBDAS.map(async (name) =>
      write(
        join(directory, `${name}.zip`),
        zipOf('index.mjs', await bundleOf(`packages/${name}/src/handler.ts`)),
      ),
    ),
    write(join(directory, 'job', 'job.mjs'), await bundleOf('packages/job/src/main.ts')),
  ]);
  // Its process would stay as long as this one does.
  await stopEsbuild();
  return written;
}

/** One ES module with everything in it, the SDK too: it starts faster than with the runtime's own SDK. */
async function bundleOf(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles } = await bundle({
    entryPoints: [entryPoint],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The default prefers CommonJS, which cannot be shaken.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    // CommonJS packages inside the bundle ask for Node's modules with `require`.
    banner: {
      js: "import{createRequire as bundledRequire}from'node:module';const require=bundledRequire(import.meta.url);",
    },
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entryPoint}: does it exist?`);
  return file.contents;
}

async function write(path: string, content: Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  // Whoever reads it meanwhile, a job of a running local AWS say, gets the old bytes or the new, never half.
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
  return path;
}

if (import.meta.main) {
  for (const path of await build()) console.log(path);
}
