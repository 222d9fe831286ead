import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a `docker` of our own, and what its engine knows. */
export interface FakeDocker {
  /** To be put in front of PATH. */
  readonly folder: string;
  readonly program: string;
  readonly environment: { readonly FAKE_DOCKER_DIR: string };
  /** The arguments of every call of a command so far. */
  calls(command: string): string[][];
  /** Ids of the containers there are. */
  containers(): string[];
  /** From now on no engine answers. */
  stopEngine(): void;
  remove(): void;
}

/** `images` can be made into containers, all others can not. */
export function fakeDocker(images: readonly string[]): FakeDocker {
  const folder = mkdtempSync(join(tmpdir(), 'fake-docker-'));
  const program = join(folder, 'docker');
  symlinkSync(join(import.meta.dirname, 'fake-docker.mjs'), program);
  writeFileSync(join(folder, 'images'), images.join('\n'));
  const lines = (file: string) =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  return {
    folder,
    program,
    environment: { FAKE_DOCKER_DIR: folder },
    calls: (command) =>
      lines(join(folder, 'calls.jsonl'))
        .map((line): string[] => JSON.parse(line))
        .flatMap(([name, ...args]) => (name === command ? [args] : [])),
    containers: () => {
      const of = join(folder, 'containers');
      return existsSync(of) ? readdirSync(of).filter((name) => name.endsWith('.json')) : [];
    },
    stopEngine: () => writeFileSync(join(folder, 'no-engine'), ''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
