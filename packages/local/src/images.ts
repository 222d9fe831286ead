import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LocalImage } from './services/batch/process-runner.ts';

/** What an image is made from. */
export interface ImageSource {
  readonly dockerfile: string;
  /** The folder on this machine that holds what the Dockerfile copies into the image. */
  readonly root: string;
}

/**
 * Finds the program of an image by its repository's name: `<registry>/batch-workflows-dev-job:1` is the image
 * `job` when a source of that name is known. What it runs is its Dockerfile's ENTRYPOINT, with files that the
 * Dockerfile copies looked up in `root`.
 * @param sources by the last part of a repository's name
 */
export function dockerfileImages(
  sources: Readonly<Record<string, ImageSource>>,
): (image: string) => LocalImage | undefined {
  return (image) => {
    const repository = basename(image).split(/[:@]/u)[0] ?? '';
    const name = Object.keys(sources).find(
      (known) => repository === known || repository.endsWith(`-${known}`),
    );
    const source = name === undefined ? undefined : sources[name];
    return source === undefined ? undefined : { cwd: source.root, entrypoint: entrypointOf(source) };
  };
}

function entrypointOf({ dockerfile, root }: ImageSource): string[] {
  const [, json] = /^ENTRYPOINT\s+(\[.*\])\s*$/mu.exec(readFileSync(dockerfile, 'utf8')) ?? [];
  const words: unknown = json === undefined ? undefined : JSON.parse(json);
  if (!Array.isArray(words)) {
    throw new Error(
      `${dockerfile} has no ENTRYPOINT in JSON form (ENTRYPOINT ["node", "/app/job.mjs"]), which the local run needs`,
    );
  }
  return words.map((word, index) =>
    index > 0 && String(word).startsWith('/') ? join(root, basename(String(word))) : String(word),
  );
}
