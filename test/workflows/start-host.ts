import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { BatchClient } from '@aws-sdk/client-batch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import { LOCAL_REGION, localCredentials } from '../../scripts/workflow-client/stage.ts';

// Whoever starts a host lets it work at the pace of a machine that others use too.
jest.setTimeout(120_000);

export interface HostOptions {
  /** Where the host keeps everything; it forgets when absent. */
  readonly dataDir?: string;
  readonly skipWaits?: boolean;
  /** A packaged service other than this repository's, see `changedPackage`. */
  readonly serviceDir?: string;
  readonly port?: number;
  /** The file of a fault plan. */
  readonly faults?: string;
  /** How many times as fast as real time attempts time out; 1 when absent. */
  readonly hurry?: number;
  /** Jobs that run at once; as many as there are processors when absent. */
  readonly maxJobs?: number;
}

/** A local AWS with the application, and the clients that a user of it would have. */
export interface Application {
  readonly sfn: SFNClient;
  readonly batch: BatchClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogs;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** An output of the stack. @throws Error when the template has no such output */
  output(name: string): string;
}

/** The same in a process of its own. */
export interface Host extends Application {
  readonly url: string;
  readonly port: number;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

/** Starts a host; it has loaded the application when this resolves. Rejects with what it said when it could not. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'local-host.ts'), ...flags(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { url, outputs } = await ready(child);
  const { close, ...application } = applicationAt(url, outputs);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    close();
  };
  return {
    ...application,
    url,
    port: Number(new URL(url).port),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** The clients of a local AWS that has loaded the application, and the outputs of its stack. */
export function applicationAt(url: string, outputs: Readonly<Record<string, string>>) {
  const client = { endpoint: url, region: LOCAL_REGION, credentials: localCredentials };
  const clients = {
    sfn: new SFNClient(client),
    batch: new BatchClient(client),
    lambda: new LambdaClient(client),
    logs: new CloudWatchLogs(client),
    s3: new S3Client(client),
    sns: new SNSClient(client),
    sqs: new SQSClient(client),
  };
  return {
    ...clients,
    output: (name: string) => {
      const value = outputs[name];
      if (value === undefined) throw new Error(`resources/outputs.yml has no ${name}`);
      return value;
    },
    close: () => {
      for (const each of Object.values(clients)) each.destroy();
    },
  };
}

const flags = ({ dataDir, skipWaits, serviceDir, port, faults, hurry, maxJobs }: HostOptions): string[] => [
  ...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
  ...(skipWaits === true ? ['--skip-waits'] : []),
  ...(serviceDir === undefined ? [] : ['--service-dir', serviceDir]),
  ...(port === undefined ? [] : ['--port', String(port)]),
  ...(faults === undefined ? [] : ['--faults', faults]),
  ...(hurry === undefined ? [] : ['--hurry', String(hurry)]),
  ...(maxJobs === undefined ? [] : ['--max-jobs', String(maxJobs)]),
];

interface Ready {
  readonly url: string;
  readonly outputs: Readonly<Record<string, string>>;
}

async function ready(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<Ready> {
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  child.stdin.on('error', () => {});
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    once(child, 'close').then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`the local AWS did not start:\n${said.join('')}`);
  return JSON.parse(line);
}
