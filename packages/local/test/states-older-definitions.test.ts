import { afterEach, expect, it } from '@jest/globals';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { definitionOf, startStates, stopStates, waiting } from './states-fixture.ts';

afterEach(stopStates);

/** An execution that a process left running, and the next process, for which its definition has become another. */
async function afterUpgrade(definition: string) {
  const store = openMemoryStore();
  const first = await startStates({ store });
  const stateMachineArn = await first.create('m', waiting);
  const { executionArn } = await first.sfn.startExecution({ stateMachineArn });
  await first.close();
  const definitions = store.records<string>('states.definition');
  for (const [id] of [...definitions.entries()]) definitions.put(id, definition);
  const { sfn } = await startStates({ store });
  return sfn.describeExecution({ executionArn });
}

it('a definition that was taken goes on, though what its tasks are given would be refused today', async () => {
  const Resource = 'arn:aws:states:::lambda:invoke';
  const definition = JSON.stringify({
    StartAt: 'Only',
    States: {
      Only: { Type: 'Wait', Seconds: 3600, Next: 'Call' },
      Call: { Type: 'Task', Resource, Parameters: { functionName: 'f' }, End: true },
    },
  });
  expect(await afterUpgrade(definition)).toMatchObject({ status: 'RUNNING' });
});

it('an execution whose definition is no longer in the language fails, and keeps nothing else from starting', async () => {
  const end = await afterUpgrade(definitionOf({ Type: 'Wait', Seconds: 3600, Ende: true }));
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.cause).toContain('at /States/Only');
});
