import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type FakeDocker, fakeDocker } from '../../packages/local/test/fake-docker.ts';
import { until } from '../until.ts';
import { type Host, isAlive, startHost } from './host.ts';
import { jobIn } from './job-in.ts';
import { createQueue, registerJob } from './job-queue.ts';

jest.setTimeout(60_000);

let docker: FakeDocker;
let host: Host | undefined;
let dataDir: string;
beforeEach(() => {
  docker = fakeDocker(['an/image-that-is-not-here']);
  dataDir = mkdtempSync(join(tmpdir(), 'docker-'));
});
afterEach(async () => {
  await host?.stop();
  docker.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = () =>
  startHost({
    dataDir,
    args: ['--runner', 'docker'],
    environment: { ...docker.environment, PATH: `${docker.folder}:${process.env['PATH']}` },
  });

const pidIn = (container: string): number | undefined =>
  JSON.parse(readFileSync(join(docker.folder, 'containers', container), 'utf8')).pid;

/** The one container that runs, once it does. */
const running = (but?: string) =>
  until('a container at work', () => {
    const [container] = docker.containers().filter((each) => each !== but);
    const pid = container === undefined ? undefined : pidIn(container);
    return container === undefined || pid === undefined ? undefined : { container, pid };
  });

describe('pnpm local --runner docker', () => {
  it('leaves no container behind: not when it is killed and goes on, not when it ends', async () => {
    host = await start();
    const { batch } = host;
    await createQueue(batch, 'queue');
    const jobDefinition = await registerJob(batch, 'sleeps', ['sleep', '600']);
    const { jobId = '' } = await batch.submitJob({ jobName: 'job', jobQueue: 'queue', jobDefinition });
    await jobIn(batch, jobId, 'RUNNING');
    const before = await running();

    await host.end('SIGKILL');
    expect(isAlive(before.pid)).toBe(true);
    host = await start();
    await jobIn(host.batch, jobId, 'RUNNING');
    const after = await running(before.container);
    expect(docker.containers()).toEqual([after.container]);
    expect(isAlive(before.pid)).toBe(false);

    await host.stop();
    expect(docker.containers()).toEqual([]);
    expect(isAlive(after.pid)).toBe(false);
  });

  it('says what to do when no Docker engine answers, and starts nothing', async () => {
    docker.stopEngine();
    await expect(start()).rejects.toThrow(
      /No Docker engine answers: Cannot connect to the Docker daemon .*\nStart Docker, or leave out --runner docker/u,
    );
    host = undefined;
  });
});
