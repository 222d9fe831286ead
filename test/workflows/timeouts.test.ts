import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipOf } from '../../scripts/zip.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

describe('given a worker that takes a request and never answers its token', () => {
  let host: Host;
  let notifications: Notifications;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
    await host.lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'batch-workflows-local-callback',
        ZipFile: zipOf('index.mjs', Buffer.from('export const handler = async () => {};')),
      }),
    );
  });
  afterAll(() => host?.stop());

  it('when 600 seconds have passed without a heartbeat, callback fails and says where to look', async () => {
    const ended = await runWorkflow(host, 'callback', { request: { type: 'decision', approved: true } });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(ended.states).toEqual([
      'Check input',
      'Ask and wait',
      'Explain missing answer',
      'Notify failure',
      'Failed',
    ]);
    const at = (type: string) => ended.events.find((event) => event.type === type)?.timestamp?.getTime() ?? 0;
    const waited = at('TaskTimedOut') - at('TaskSubmitted');
    expect(waited).toBeGreaterThanOrEqual(599_000);
    expect(waited).toBeLessThan(900_000);
    expect(ended.cause).toContain(
      'See the log of function callback in /aws/lambda/batch-workflows-local-callback',
    );
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });
});
