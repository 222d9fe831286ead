import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyApplication, runServerless } from '../packaged-template.ts';
import { until } from '../until.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

/** An S3 that takes requests and never answers; gives the paths that were asked for. */
async function silentEndpoint() {
  const asked: string[] = [];
  const server: Server = createServer(({ url = '' }) => asked.push(url));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describe('given other settings in serverless.yml and resources/ alone, packaged anew, the local run follows', () => {
  let app: ReturnType<typeof copyApplication>;
  let silent: Awaited<ReturnType<typeof silentEndpoint>>;
  let host: Host;

  /** Puts one text for another in a file that is deployed. */
  function change(file: string, from: string, to: string): void {
    const path = join(app.folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text.split(from)).toHaveLength(2);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }

  beforeAll(async () => {
    app = copyApplication();
    silent = await silentEndpoint();
    change(
      'resources/messaging.yml',
      '-callback\n      SqsManagedSseEnabled',
      '-requests\n      SqsManagedSseEnabled',
    );
    change(
      'serverless.yml',
      '    timeout: 60\n',
      `    timeout: 2\n    environment:\n      AWS_ENDPOINT_URL_S3: ${silent.url}\n`,
    );
    change('serverless.yml', 'batchSize: 5', 'batchSize: 1');
    runServerless(app.folder, ['package', '--stage', 'local']);
    host = await startHost({ serviceDir: app.folder, skipWaits: true });
  });
  afterAll(async () => {
    await host?.stop();
    silent.close();
    app.remove();
  });

  it("to the queue's other name, through which an execution gets its answer", async () => {
    const urlOf = (QueueName: string) => host.sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { QueueUrl } = await urlOf('batch-workflows-local-requests');
    expect(QueueUrl).toBe(host.output('CallbackQueueUrl'));
    await expect(urlOf('batch-workflows-local-callback')).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    const request = { type: 'decision', approved: true, reason: 'By the other queue.' };
    const ended = await runWorkflow(host, 'callback', { request });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { answer: { reason: 'By the other queue.' } },
    });
  });

  it('to the endpoint in the environment of a function, and ends it at its other timeout', async () => {
    const request = { input: 's3://elsewhere/flights.parquet' };
    const event = {
      workflow: 'fan-out-batch-jobs',
      executionName: 'x',
      startTime: '2026-11-26T00:00:00Z',
      request,
    };
    const { FunctionError, Payload } = await host.lambda.send(
      new InvokeCommand({
        FunctionName: 'batch-workflows-local-generate-batch-input',
        Payload: JSON.stringify(event),
      }),
    );
    expect(FunctionError).toBe('Unhandled');
    expect(Buffer.from(Payload ?? []).toString()).toContain('Task timed out after 2.00 seconds');
    expect(silent.asked).toEqual([expect.stringContaining('/elsewhere/flights.parquet')]);
  });

  it('with one message an invocation', async () => {
    const logGroupName = '/aws/lambda/batch-workflows-local-callback';
    const invocations = async () => {
      const { events = [] } = await host.logs.filterLogEvents({
        logGroupName,
        filterPattern: '"START RequestId"',
      });
      return events.length;
    };
    const before = await invocations();
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: 'unreadable',
    }));
    await host.sqs.send(new SendMessageBatchCommand({ QueueUrl: host.output('CallbackQueueUrl'), Entries }));
    // Ten messages that came at once are two invocations with the batch size of before.
    const of10 = await until('ten invocations', async () => {
      const since = (await invocations()) - before;
      return since >= 10 ? since : undefined;
    });
    expect(of10).toBe(10);
  });
});
