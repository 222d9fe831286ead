import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { LogsBooks } from '../src/services/logs/logs-books.ts';
import { logsService } from '../src/services/logs/logs-service.ts';
import { StreamFiles } from '../src/services/logs/storage/stream-files.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { ACCOUNT, type Endpoint, REGION, startEndpoint } from './front-door-fixture.ts';

export interface Logs {
  readonly logs: CloudWatchLogs;
  readonly books: LogsBooks;
  readonly endpoint: Endpoint;
  readonly clock: { now: number };
  /** A group with a stream, and how to write to it. */
  stream(group: string, stream: string): Promise<(...events: [number, string][]) => Promise<unknown>>;
  close(): Promise<void>;
}

/** CloudWatch Logs behind the front door, and the SDK's client. */
export async function startLogs(): Promise<Logs> {
  const directory = mkdtempSync(join(tmpdir(), 'logs-test-'));
  const clock = { now: Date.UTC(2026, 10, 26) };
  const now = () => clock.now;
  const files = new StreamFiles(directory, now);
  const books = new LogsBooks(openMemoryStore().records('logs.groups'), files, now);
  const config = { accountId: ACCOUNT, region: REGION, endpoint: () => '' };
  const endpoint = await startEndpoint({ services: [logsService({ config, books })] });
  const logs = new CloudWatchLogs(endpoint.client);
  return {
    logs,
    books,
    endpoint,
    clock,
    stream: async (logGroupName, logStreamName) => {
      await logs.createLogGroup({ logGroupName }).catch(() => {});
      await logs.createLogStream({ logGroupName, logStreamName });
      return (...events) =>
        logs.putLogEvents({
          logGroupName,
          logStreamName,
          logEvents: events.map(([timestamp, message]) => ({ timestamp: clock.now + timestamp, message })),
        });
    },
    close: async () => {
      logs.destroy();
      await endpoint.close();
      files.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
