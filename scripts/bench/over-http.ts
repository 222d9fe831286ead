import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ROOT } from '../package-app.ts';
import { LOCAL_REGION, localCredentials } from '../workflow-client/stage.ts';
import { callback, type Workload } from './workloads.ts';

/** The local AWS in a process of its own, in memory, as a client over HTTP sees it. */
export interface OverHttp {
  /** Prepares `count` executions of a workload at once. */
  executions(workload: Workload, count: number): Promise<() => Promise<void>>;
  /** Prepares one callback: from the start of an execution to its end, with a queue and its worker between. */
  callback(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

export async function overHttp(): Promise<OverHttp> {
  const server = spawn(
    process.execPath,
    [join(ROOT, 'scripts/local.ts'), '--no-app', '--in-memory', '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let endpoint: string | undefined;
  for await (const line of createInterface(server.stdout)) {
    endpoint = /^Listening on (http:\S+)\. /.exec(line)?.[1];
    if (endpoint !== undefined) break;
  }
  if (endpoint === undefined) throw new Error('the local AWS did not start');
  server.stdout.resume();
  const client = { endpoint, region: LOCAL_REGION, credentials: localCredentials };
  const sfn = new SFNClient(client);
  const sqs = new SQSClient(client);
  let named = 0;

  const create = async ({ definition }: Workload): Promise<string> => {
    const { stateMachineArn = '' } = await sfn.send(
      new CreateStateMachineCommand({
        name: `bench-${++named}`,
        definition: JSON.stringify(definition),
        roleArn: 'arn:aws:iam::123456789012:role/bench',
      }),
    );
    return stateMachineArn;
  };
  const start = async (stateMachineArn: string, { input }: Workload): Promise<string> => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return executionArn;
  };
  /** Looks after `pause` ms first, and then ever more seldom: looking costs the server time too. */
  const end = async (executionArn: string, pause: number, most: number): Promise<void> => {
    for (let wait = pause; ; wait = Math.min(wait * 1.3, most)) {
      const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return;
      if (status !== 'RUNNING') throw new Error(`${status} ${error} ${cause}`);
      await sleep(wait);
    }
  };

  return {
    executions: async (workload, count) => {
      const machine = await create(workload);
      return async () => {
        const all = await Promise.all(Array.from({ length: count }, () => start(machine, workload)));
        await Promise.all(all.map((arn) => end(arn, count === 1 ? 5 : 50, 50)));
      };
    },
    callback: async () => {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `bench-${++named}` }));
      const workload = callback(QueueUrl);
      const machine = await create(workload);
      return async () => {
        const executionArn = await start(machine, workload);
        for (;;) {
          const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
          if (message === undefined) {
            await sleep(2);
            continue;
          }
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
          const { TaskToken } = JSON.parse(message.Body ?? '{}');
          await sfn.send(new SendTaskSuccessCommand({ taskToken: TaskToken, output: '{}' }));
          return end(executionArn, 2, 2);
        }
      };
    },
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      sfn.destroy();
      sqs.destroy();
    },
  };
}
