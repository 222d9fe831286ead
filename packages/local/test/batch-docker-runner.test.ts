import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createArguments, environmentLines } from '../src/services/batch/docker/create-arguments.ts';
import { DockerCli } from '../src/services/batch/docker/docker-cli.ts';
import { removeOrphans, requireEngine } from '../src/services/batch/docker/docker-engine.ts';
import { dockerRunner } from '../src/services/batch/docker/docker-runner.ts';
import { processHandle } from '../src/services/batch/process-handle.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { type FakeDocker, fakeDocker } from './fake-docker.ts';
import { runSpec } from './run-spec.ts';

const ECR = '123456789012.dkr.ecr.us-east-1.amazonaws.com/app-job:1';
const OWNER = processHandle(process.pid) ?? '';

let docker: FakeDocker;
let cli: DockerCli;
beforeEach(() => {
  docker = fakeDocker(['busybox', ECR]);
  Object.assign(process.env, docker.environment);
  cli = new DockerCli(docker.program);
});
afterEach(async () => {
  await stopBatches();
  docker.remove();
});

const start = async (image = 'busybox', more: object = {}) => {
  const batch = await batchFixture({ runner: dockerRunner({ cli, owner: OWNER, platform: 'linux' }) });
  const resourceRequirements = [
    { type: 'VCPU' as const, value: '1' },
    { type: 'MEMORY' as const, value: '2048' },
  ];
  await batch.register({ containerProperties: { image, resourceRequirements, ...more } });
  return batch;
};

describe('a job in a container', () => {
  it('runs with its environment, writes its log, and leaves no container behind', async () => {
    const environment = [
      { name: 'GREETING', value: 'Hello, "you"' },
      { name: 'POEM', value: 'one\ntwo' },
    ];
    const batch = await start('busybox', { environment, readonlyRootFilesystem: true });
    const job = await batch.runScript('echo "$GREETING"; echo "$POEM" >&2; echo $AWS_BATCH_JOB_ID');
    expect(job).toMatchObject({ status: 'SUCCEEDED', container: { exitCode: 0 } });
    const output = batch.output(job);
    expect(output).toHaveLength(4);
    expect(output).toEqual(expect.arrayContaining(['Hello, "you"', 'one', 'two', job.jobId]));
    expect(docker.containers()).toEqual([]);
  });

  it('fails with its exit code, and says when it was out of memory', async () => {
    const batch = await start('busybox', { environment: [{ name: 'FAKE_OOM', value: '1' }] });
    expect(await batch.runScript('exit 3')).toMatchObject({
      statusReason: 'Essential container in task exited',
      container: { exitCode: 3 },
    });
    expect(await batch.runScript('kill -9 $$')).toMatchObject({
      container: { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    });
  });

  it.each([
    [
      'nobody/nothing',
      /^CannotPullContainerError: Error response from daemon: pull access denied for nobody\/nothing/u,
    ],
    [
      ECR.replace(':1', ':2'),
      /^CannotPullContainerError: Error response from daemon: No such image: \S+; the local AWS has no registry: build it here, docker build --file packages\/job\/Dockerfile --tag \S+:2 \.$/u,
    ],
  ])('of the image %s, which is not there, does not start', async (image, reason) => {
    const { runScript } = await start(image);
    const job = await runScript('true');
    expect(job).toMatchObject({ status: 'FAILED', statusReason: 'Task failed to start' });
    expect(job.container?.reason).toMatch(reason);
    expect(job.startedAt).toBeUndefined();
  });

  it('whose program is not in the image does not start either', async () => {
    const batch = await start();
    const id = await batch.submit({ containerOverrides: { command: ['nothing-of-that-name'] } });
    const job = await batch.until(id, 'FAILED');
    expect(job.container?.exitCode).toBeUndefined();
    expect(job.container?.reason).toMatch(
      /^CannotStartContainerError: .*"nothing-of-that-name": executable file not found/u,
    );
    expect(docker.containers()).toEqual([]);
  });

  it('that is terminated gets its stop signal, and may end by itself', async () => {
    const batch = await start();
    const script = 'trap "echo bye; exit 5" TERM; echo ready; while :; do sleep 0.05; done';
    const id = await batch.submit({ containerOverrides: { command: ['sh', '-c', script] } });
    const running = await batch.until(id, 'RUNNING');
    while (!batch.output(running).includes('ready')) await new Promise(setImmediate);
    await batch.operations.TerminateJob.run({ jobId: id, reason: 'Enough' }, batch.context());
    const job = await batch.until(id, 'FAILED');
    expect(job).toMatchObject({ statusReason: 'Enough', container: { exitCode: 5 } });
    expect(batch.output(job)).toContain('bye');
    expect(docker.calls('stop')[0]?.slice(0, 2)).toEqual(['-t', '-1']);
    expect(docker.containers()).toEqual([]);
  });

  it('is removed at once when the local AWS stops', async () => {
    const batch = await start();
    const id = await batch.submit({ containerOverrides: { command: ['sleep', '600'] } });
    await batch.until(id, 'RUNNING');
    await batch.batch.stop();
    expect(docker.containers()).toEqual([]);
  });
});

describe('the arguments of a container', () => {
  const spec = runSpec({
    image: ECR,
    command: ['aggregate', '--rows', '1'],
    vcpus: 0.25,
    memoryMiB: 512,
    readonlyRootFilesystem: true,
    environment: { AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', TEXT: 'a\nb' },
  });
  const options = { environmentFile: '/file', owner: 'owner' };

  it('give it its size, and no secret', () => {
    expect(createArguments(spec, { ...options, platform: 'linux' })).toEqual([
      ...['create', '--pull', 'never'],
      ...['--label', 'batch-workflows.local', '--label', 'batch-workflows.local.owner=owner'],
      ...['--label', 'batch-workflows.local.job=job'],
      ...['--cpus', '0.25', '--memory', '512m', '--memory-swap', '512m', '--read-only'],
      ...['--network', 'host', '--env-file', '/file', '--env', 'TEXT'],
      ...[ECR, 'aggregate', '--rows', '1'],
    ]);
    expect(environmentLines(spec, 'linux')).toBe(
      'AWS_SECRET_ACCESS_KEY=secret\nAWS_ENDPOINT_URL=http://127.0.0.1:4566\n',
    );
  });

  it('reach the endpoint under another name where the container has no network of the host', () => {
    const args = createArguments(spec, { ...options, platform: 'darwin' });
    expect(args).not.toContain('--network');
    expect(args[args.indexOf('--add-host') + 1]).toBe('local-aws.localhost:host-gateway');
    expect(environmentLines(spec, 'darwin')).toContain('AWS_ENDPOINT_URL=http://local-aws.localhost:4566\n');
  });

  const real = spawnSync('docker', ['--version']).status === 0;
  // Where the real CLI is not installed there is nobody to ask.
  (real ? it : it.skip)('are understood by the real docker CLI, which then finds no engine', () => {
    const environment = { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    const commands = [
      createArguments(spec, { environmentFile: '/dev/null', owner: OWNER, platform: 'linux' }),
      createArguments(spec, { environmentFile: '/dev/null', owner: OWNER, platform: 'darwin' }),
      ['start', '--attach', 'id'],
      ['stop', '-t', '-1', 'id'],
      ['rm', '--force', '--volumes', 'id'],
      ['inspect', '--format', '{{json .State}}', 'id'],
      ['ps', '--all', '--no-trunc', '--filter', 'label=a', '--format', '{{.ID}} {{.Label "a.owner"}}'],
      ['version', '--format', '{{.Server.Version}}'],
    ];
    for (const args of commands) {
      const { status, stderr } = spawnSync('docker', args, { env: environment, encoding: 'utf8' });
      expect([args[0], status, stderr]).toEqual([
        args[0],
        1,
        expect.stringMatching(/Cannot connect to the Docker daemon at unix:\/\/\/nowhere\/docker\.sock/iu),
      ]);
    }
  });
});

describe('the engine', () => {
  it('that does not answer is missed at once, with what to do', async () => {
    await requireEngine(cli);
    docker.stopEngine();
    await expect(requireEngine(cli)).rejects.toThrow(
      'No Docker engine answers: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n' +
        'Start Docker, or leave out --runner docker: jobs then run as processes, without Docker.',
    );
  });

  it('without a docker command is missed too', async () => {
    await expect(requireEngine(new DockerCli('/nowhere/docker'))).rejects.toThrow(
      /^No Docker engine answers: the docker command cannot be run \((?:Error: )?spawn \/nowhere\/docker ENOENT\)/u,
    );
  });

  it('is rid of the containers of processes that are gone, and of no others', async () => {
    const make = async (owner: string) => {
      const spec = runSpec({ image: 'busybox', command: ['sleep', '600'] });
      const { stdout } = await cli.run(
        createArguments(spec, { environmentFile: '/dev/null', owner, platform: 'linux' }),
      );
      return stdout.trim();
    };
    const mine = await make(OWNER);
    await make(`${OWNER}0`);
    await make('4194305:1');
    await removeOrphans(cli);
    expect(docker.containers()).toEqual([`${mine}.json`]);
  });
});
