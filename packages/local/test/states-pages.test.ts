import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pass, type States, startStates, stopStates, waiting } from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

interface Page {
  readonly shown: readonly string[];
  readonly nextToken?: string | undefined;
}

/** Two items a page, to the end; `between` happens after the first. */
async function all(list: (nextToken: string | undefined) => Promise<Page>, between = async () => {}) {
  const pages: (readonly string[])[] = [];
  let nextToken: string | undefined;
  do {
    const page = await list(nextToken);
    pages.push(page.shown);
    nextToken = page.nextToken;
    if (pages.length === 1) await between();
  } while (nextToken !== undefined);
  return pages;
}

const machines = async (nextToken: string | undefined): Promise<Page> => {
  const found = await states.sfn.listStateMachines({ maxResults: 2, nextToken });
  return { shown: found.stateMachines?.map(({ name = '' }) => name) ?? [], nextToken: found.nextToken };
};

const executions = (stateMachineArn: string) => async (nextToken: string | undefined) => {
  const found = await states.sfn.listExecutions({ stateMachineArn, maxResults: 2, nextToken });
  return { shown: found.executions?.map(({ name = '' }) => name) ?? [], nextToken: found.nextToken };
};

describe('a list in pages', () => {
  it('ends without a token, also where its last page is full', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await states.create(name);
    expect(await all(machines)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('doubles nothing when more comes before it', async () => {
    const stateMachineArn = await states.create('m', pass());
    const start = async (name: string) => {
      states.clock.advance(1000);
      await states.sfn.startExecution({ stateMachineArn, name });
    };
    for (const name of ['1', '2', '3']) await start(name);
    expect(await all(executions(stateMachineArn), () => start('4'))).toEqual([['3', '2'], ['1']]);
  });

  it('hides nothing when what was shown goes', async () => {
    const arns = new Map<string, string>();
    for (const name of ['a', 'b', 'c', 'd']) arns.set(name, await states.create(name));
    const remove = async () => {
      await states.sfn.deleteStateMachine({ stateMachineArn: arns.get('a') });
    };
    expect(await all(machines, remove)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('may be a history from its end, which grows meanwhile', async () => {
    const stateMachineArn = await states.create('m', waiting);
    const { executionArn } = await states.sfn.startExecution({ stateMachineArn });
    const history = async (nextToken: string | undefined) => {
      const request = { executionArn, reverseOrder: true, maxResults: 1, nextToken };
      const found = await states.sfn.getExecutionHistory(request);
      return { shown: found.events?.map(({ id }) => `${id}`) ?? [], nextToken: found.nextToken };
    };
    const stop = async () => {
      await states.sfn.stopExecution({ executionArn });
    };
    expect(await all(history, stop)).toEqual([['2'], ['1']]);
  });

  it.each(['x', 'cGFnZQ==', '\u00e9'])('has no token %j', async (nextToken) => {
    const stateMachineArn = await states.create('m');
    const { executionArn } = await states.sfn.startExecution({ stateMachineArn });
    for (const request of [
      states.sfn.listStateMachines({ nextToken }),
      states.sfn.listActivities({ nextToken }),
      states.sfn.listExecutions({ stateMachineArn, nextToken }),
      states.sfn.listStateMachineVersions({ stateMachineArn, nextToken }),
      states.sfn.listStateMachineAliases({ stateMachineArn, nextToken }),
      states.sfn.listMapRuns({ executionArn, nextToken }),
      states.sfn.getExecutionHistory({ executionArn, nextToken }),
    ])
      expect(await states.refusal(request)).toEqual({
        name: 'InvalidToken',
        message: "Invalid Token: 'Invalid token'",
      });
  });
});
