#!/usr/bin/env node
// A docker CLI with an engine behind it, as far as the runner uses them: containers are files in FAKE_DOCKER_DIR and
// processes of this machine; words and exit codes are those of Docker 28. Like Docker's, its containers outlive it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const dir = process.env.FAKE_DOCKER_DIR;
const containers = join(dir, 'containers');
mkdirSync(containers, { recursive: true });
const [command, ...args] = process.argv.slice(2);
appendFileSync(join(dir, 'calls.jsonl'), `${JSON.stringify([command, ...args])}\n`);

const fail = (message, code = 1) => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};
const fileOf = (id) => join(containers, `${id}.json`);
const read = (id) => (existsSync(fileOf(id)) ? JSON.parse(readFileSync(fileOf(id), 'utf8')) : undefined);
const write = (container) => {
  const whole = `${fileOf(container.id)}.${process.pid}`;
  writeFileSync(whole, JSON.stringify(container));
  renameSync(whole, fileOf(container.id));
};
const ids = () =>
  readdirSync(containers).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
const signal = (pid, name) => {
  try {
    process.kill(pid, name);
  } catch {}
};

const WITH_VALUE = new Set([
  '--pull',
  '--label',
  '--cpus',
  '--memory',
  '--memory-swap',
  '--network',
  '--add-host',
  '--env-file',
  '--env',
]);
const WITHOUT_VALUE = new Set(['--read-only']);

function create() {
  const container = {
    labels: {},
    env: {},
    State: { ExitCode: 0, OOMKilled: false, Error: '', StartedAt: '0001-01-01T00:00:00Z' },
  };
  let pull = 'missing';
  let at = 0;
  for (; args[at]?.startsWith('-'); at++) {
    const flag = args[at];
    if (WITHOUT_VALUE.has(flag)) continue;
    if (!WITH_VALUE.has(flag))
      fail(
        `unknown flag: ${flag}\n\nUsage:  docker create [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun 'docker create --help' for more information`,
        125,
      );
    const value = args[++at];
    if (flag === '--pull') pull = value;
    if (flag === '--label') container.labels[value.split('=')[0]] = value.split('=').slice(1).join('=');
    if (flag === '--env') container.env[value] = process.env[value];
    if (flag === '--env-file') {
      for (const line of readFileSync(value, 'utf8')
        .split('\n')
        .filter((text) => text !== '')) {
        container.env[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
      }
    }
  }
  const [image, ...words] = args.slice(at);
  const isThere =
    existsSync(join(dir, 'images')) && readFileSync(join(dir, 'images'), 'utf8').split('\n').includes(image);
  if (!isThere && pull === 'never') fail(`Error response from daemon: No such image: ${image}`);
  if (!isThere) {
    fail(
      `Unable to find image '${image}:latest' locally\nError response from daemon: pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied\n\nRun 'docker create --help' for more information`,
      125,
    );
  }
  container.id = randomBytes(32).toString('hex');
  container.command = words;
  write(container);
  process.stdout.write(`${container.id}\n`);
}

function start() {
  const unknown = args.find((word) => word.startsWith('-') && word !== '--attach');
  if (unknown !== undefined) fail(`unknown flag: ${unknown}`, 125);
  const container = read(args.at(-1));
  if (container === undefined) fail(`Error response from daemon: No such container: ${args.at(-1)}`);
  const [program, ...rest] = container.command;
  const child = spawn(program, rest, {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { PATH: process.env.PATH, ...container.env },
  });
  child.on('error', () => {
    container.State.ExitCode = 127;
    container.State.Error = `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${program}": executable file not found in $PATH: unknown`;
    write(container);
    fail(`Error response from daemon: ${container.State.Error}`, 127);
  });
  child.on('spawn', () => {
    container.State.StartedAt = new Date().toISOString();
    container.pid = child.pid;
    // Removed while it was being started.
    if (read(container.id) === undefined) signal(-child.pid, 'SIGKILL');
    else write(container);
  });
  child.on('exit', (code, by) => {
    container.State.ExitCode = code ?? { SIGKILL: 137, SIGTERM: 143 }[by];
    container.State.OOMKilled = by === 'SIGKILL' && 'FAKE_OOM' in container.env;
    delete container.pid;
    if (read(container.id) !== undefined) write(container);
    process.exit(container.State.ExitCode);
  });
}

const commands = {
  version: () => {
    if (existsSync(join(dir, 'no-engine'))) {
      fail(
        'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      );
    }
    process.stdout.write('28.2.2\n');
  },
  create,
  start,
  inspect: () => {
    const container = read(args.at(-1));
    if (container === undefined) fail(`[]\nError: No such object: ${args.at(-1)}`);
    process.stdout.write(`${JSON.stringify(container.State)}\n`);
  },
  stop: () => {
    const { pid } =
      read(args.at(-1)) ?? fail(`Error response from daemon: No such container: ${args.at(-1)}`);
    if (pid !== undefined) signal(pid, 'SIGTERM');
  },
  ps: () => {
    for (const id of ids()) {
      const { labels } = read(id) ?? {};
      if (labels !== undefined && 'batch-workflows.local' in labels) {
        process.stdout.write(`${id} ${labels['batch-workflows.local.owner'] ?? ''}\n`);
      }
    }
  },
  rm: () => {
    for (const id of args.filter((word) => !word.startsWith('-'))) {
      const container = read(id);
      rmSync(fileOf(id), { force: true });
      if (container?.pid !== undefined) signal(-container.pid, 'SIGKILL');
    }
  },
};
(commands[command] ?? (() => fail(`docker: '${command}' is not a docker command.`)))();
