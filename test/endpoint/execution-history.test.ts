import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Clients, ROLE } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, single, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
beforeAll(async () => {
  host = await startHost();
  ({ sfn } = host);
});
afterAll(() => host.stop());

const echo = single({ Type: 'Pass' });

describe('a history', () => {
  const chain = (length: number) => ({
    StartAt: 'S0',
    States: Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `S${index}`,
        { Type: 'Pass', ...(index === length - 1 ? { End: true } : { Next: `S${index + 1}` }) },
      ]),
    ),
  });

  it('is whole from either end, in pages', async () => {
    const executionArn = await start(sfn, await createMachine(sfn, chain(60)), { n: 1 });
    await ended(sfn, executionArn);
    const idsOf = async (reverseOrder: boolean) => {
      const ids: number[] = [];
      let nextToken: string | undefined;
      do {
        const page = await sfn.getExecutionHistory({ executionArn, maxResults: 50, reverseOrder, nextToken });
        ids.push(...(page.events ?? []).map(({ id = 0 }) => id));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return ids;
    };

    const forwards = await idsOf(false);

    expect(forwards).toEqual(Array.from({ length: 122 }, (_, index) => index + 1));
    expect(await idsOf(true)).toEqual([...forwards].reverse());
    const first = await sfn.getExecutionHistory({ executionArn });
    expect(first.events).toHaveLength(100);
    const [last] =
      (await sfn.getExecutionHistory({ executionArn, reverseOrder: true, maxResults: 1 })).events ?? [];
    expect(last).toMatchObject({ id: 122, type: 'ExecutionSucceeded' });
  });

  it('holds inputs and outputs, or leaves them out when it is asked to', async () => {
    const executionArn = await start(sfn, await createMachine(sfn, echo), { secret: 'value' });
    await ended(sfn, executionArn);

    const withData = await sfn.getExecutionHistory({ executionArn });
    const withoutData = await sfn.getExecutionHistory({ executionArn, includeExecutionData: false });

    expect(withData.events?.[0]).toMatchObject({
      type: 'ExecutionStarted',
      previousEventId: 0,
      executionStartedEventDetails: {
        input: '{"secret":"value"}',
        inputDetails: { truncated: false },
        roleArn: ROLE,
      },
    });
    expect(withData.events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(withoutData.events?.map(({ type }) => type)).toEqual(withData.events?.map(({ type }) => type));
    expect(JSON.stringify(withoutData.events)).not.toContain('secret');
  });

  it('refuses more than 1,000 events a page', async () => {
    const executionArn = await start(sfn, await createMachine(sfn, echo));
    await expect(sfn.getExecutionHistory({ executionArn, maxResults: 1001 })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
