import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { machineArn, pass, type States, startStates, stopStates, waiting } from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

describe('publishing a version of a state machine', () => {
  it('keeps the definition that it has then, whatever the state machine becomes', async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m', pass('first'));
    const { stateMachineVersionArn } = await sfn.publishStateMachineVersion({
      stateMachineArn,
      description: 'as it began',
    });
    await sfn.updateStateMachine({ stateMachineArn, definition: pass('second') });

    const version = await sfn.describeStateMachine({ stateMachineArn: stateMachineVersionArn });
    expect(version).toMatchObject({
      stateMachineArn: `${machineArn('m')}:1`,
      name: 'm',
      description: 'as it began',
      definition: pass('first'),
    });
    expect(await sfn.describeStateMachine({ stateMachineArn })).toMatchObject({ definition: pass('second') });
  });

  it('gives the version that is there when the revision is published already', async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m');
    const first = await sfn.publishStateMachineVersion({ stateMachineArn });
    const again = await sfn.publishStateMachineVersion({ stateMachineArn });
    expect(again.stateMachineVersionArn).toBe(first.stateMachineVersionArn);
    const { stateMachineVersions } = await sfn.listStateMachineVersions({ stateMachineArn });
    expect(stateMachineVersions).toHaveLength(1);
  });

  it('is refused for a revision that is not the current one, INITIAL being the first', async () => {
    const { sfn, create, refusal } = states;
    const stateMachineArn = await create('m');
    await sfn.publishStateMachineVersion({ stateMachineArn, revisionId: 'INITIAL' });
    const { revisionId } = await sfn.updateStateMachine({ stateMachineArn, definition: pass(2) });
    expect(await refusal(sfn.publishStateMachineVersion({ stateMachineArn, revisionId: 'INITIAL' }))).toEqual(
      {
        name: 'ConflictException',
        message: `Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is ${revisionId}.`,
      },
    );
  });

  it('happens with creation and update where they ask for it', async () => {
    const { sfn } = states;
    const created = await sfn.createStateMachine({
      name: 'm',
      definition: pass(1),
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      publish: true,
      versionDescription: 'one',
    });
    const stateMachineArn = created.stateMachineArn ?? '';
    expect(created.stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    const updated = await sfn.updateStateMachine({ stateMachineArn, definition: pass(2), publish: true });
    expect(updated.stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    const { stateMachineVersions = [] } = await sfn.listStateMachineVersions({ stateMachineArn });
    expect(stateMachineVersions.map((version) => version.stateMachineVersionArn)).toEqual([
      `${stateMachineArn}:2`,
      `${stateMachineArn}:1`,
    ]);
  });

  it('is what a version description is for', async () => {
    const { sfn, create, refusal } = states;
    const stateMachineArn = await create('m');
    const request = sfn.updateStateMachine({
      stateMachineArn,
      definition: pass(2),
      versionDescription: 'two',
    });
    expect(await refusal(request)).toMatchObject({ name: 'ValidationException' });
  });

  it('never gives a number twice', async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m');
    await sfn.publishStateMachineVersion({ stateMachineArn });
    await sfn.deleteStateMachineVersion({ stateMachineVersionArn: `${stateMachineArn}:1` });
    const { stateMachineVersionArn } = await sfn.publishStateMachineVersion({ stateMachineArn });
    expect(stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
  });
});

describe('a revision', () => {
  it('is new after a change, and the same after an update that changes nothing', async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m', pass(1));
    expect((await sfn.describeStateMachine({ stateMachineArn })).revisionId).toBeUndefined();

    expect(
      (await sfn.updateStateMachine({ stateMachineArn, definition: pass(1) })).revisionId,
    ).toBeUndefined();
    const { revisionId } = await sfn.updateStateMachine({ stateMachineArn, definition: pass(2) });
    expect(revisionId).toBeDefined();
    const same = await sfn.updateStateMachine({ stateMachineArn, definition: pass(2) });
    expect(same.revisionId).toBe(revisionId);
    expect((await sfn.describeStateMachine({ stateMachineArn })).revisionId).toBe(revisionId);
  });
});

describe('an execution started by the ARN of a version', () => {
  it("runs the version's definition, under the state machine's name, and is listed for both", async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m', waiting, { publish: true });
    await sfn.updateStateMachine({ stateMachineArn, definition: pass() });
    const version = `${stateMachineArn}:1`;
    const { executionArn = '' } = await sfn.startExecution({ stateMachineArn: version, name: 'of-version' });
    await sfn.startExecution({ stateMachineArn, name: 'of-machine' });

    expect(executionArn).toBe('arn:aws:states:us-east-1:123456789012:execution:m:of-version');
    expect(await sfn.describeExecution({ executionArn })).toMatchObject({
      stateMachineArn,
      stateMachineVersionArn: version,
      status: 'RUNNING',
    });
    expect(await sfn.describeStateMachineForExecution({ executionArn })).toMatchObject({
      definition: waiting,
    });
    const namesOf = async (arn: string) => {
      const { executions = [] } = await sfn.listExecutions({ stateMachineArn: arn });
      return executions.map(({ name }) => name).sort();
    };
    expect(await namesOf(version)).toEqual(['of-version']);
    expect(await namesOf(stateMachineArn)).toEqual(['of-machine', 'of-version']);
  });

  it('does not start where the version is not there', async () => {
    const { sfn, create, refusal } = states;
    const stateMachineArn = `${await create('m')}:7`;
    expect(await refusal(sfn.startExecution({ stateMachineArn }))).toEqual({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
  });
});

describe('deleting a state machine', () => {
  it('deletes its versions, aliases and tags, so that one of the same name begins anew', async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m', pass(), {
      publish: true,
      tags: [{ key: 'team', value: 'flights' }],
    });
    await sfn.createStateMachineAlias({
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }],
    });
    await sfn.deleteStateMachine({ stateMachineArn });
    expect((await sfn.listStateMachineVersions({ stateMachineArn })).stateMachineVersions).toEqual([]);

    await create('m');
    expect((await sfn.listStateMachineVersions({ stateMachineArn })).stateMachineVersions).toEqual([]);
    expect((await sfn.listStateMachineAliases({ stateMachineArn })).stateMachineAliases).toEqual([]);
    expect((await sfn.listTagsForResource({ resourceArn: stateMachineArn })).tags).toEqual([]);
  });
});

describe('creating a state machine that exists', () => {
  it('is answered with it where everything but role and tags is the same', async () => {
    const { sfn, create } = states;
    const stateMachineArn = await create('m', pass(1));
    const again = create('m', pass(1), { roleArn: 'arn:aws:iam::123456789012:role/other' });
    expect(await again).toBe(stateMachineArn);
    const { roleArn } = await sfn.describeStateMachine({ stateMachineArn });
    expect(roleArn).toBe('arn:aws:iam::123456789012:role/machine');
  });

  it.each([
    ['definition', pass(2), {}],
    ['type', pass(1), { type: 'EXPRESS' }],
    ['publish', pass(1), { publish: true }],
  ])('is refused where its %s is another', async (_what, definition, more) => {
    const { create, refusal } = states;
    const stateMachineArn = await create('m', pass(1));
    expect(await refusal(create('m', definition, more))).toEqual({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${stateMachineArn}'`,
    });
  });
});

describe('versions and aliases', () => {
  it('are there after a restart', async () => {
    const store = openMemoryStore();
    const before = await startStates({ store });
    const stateMachineArn = await before.create('m', pass(1), { publish: true });
    await before.close();
    const after = await startStates({ store });
    const { stateMachineVersions = [] } = await after.sfn.listStateMachineVersions({ stateMachineArn });
    expect(stateMachineVersions.map((version) => version.stateMachineVersionArn)).toEqual([
      `${stateMachineArn}:1`,
    ]);
  });
});
