import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pass, type States, startStates, stopStates } from './states-fixture.ts';

let chance = 0;
let states: States;
let machine: string;

/** A state machine with the versions 1 and 2. */
beforeEach(async () => {
  states = await startStates({ chance: () => chance });
  machine = await states.create('m', pass('one'), { publish: true });
  await states.sfn.updateStateMachine({ stateMachineArn: machine, definition: pass('two'), publish: true });
});
afterEach(stopStates);

const to = (...weights: [version: number, weight: number][]) =>
  weights.map(([version, weight]) => ({ stateMachineVersionArn: `${machine}:${version}`, weight }));

describe('an alias', () => {
  it('is described as it was created and updated', async () => {
    const { sfn } = states;
    const { stateMachineAliasArn = '' } = await sfn.createStateMachineAlias({
      name: 'live',
      description: 'what users see',
      routingConfiguration: to([1, 100]),
    });
    expect(stateMachineAliasArn).toBe(`${machine}:live`);
    await sfn.updateStateMachineAlias({ stateMachineAliasArn, routingConfiguration: to([1, 90], [2, 10]) });
    expect(await sfn.describeStateMachineAlias({ stateMachineAliasArn })).toMatchObject({
      stateMachineAliasArn,
      name: 'live',
      description: 'what users see',
      routingConfiguration: to([1, 90], [2, 10]),
    });
  });

  it.each([
    [0, 'one', 1],
    [0.89, 'one', 1],
    [0.9, 'two', 2],
    [0.99, 'two', 2],
  ])('of 90 and 10 per cent starts, at chance %d, the version of result %s', async (at, result, version) => {
    const { sfn } = states;
    await sfn.createStateMachineAlias({ name: 'live', routingConfiguration: to([1, 90], [2, 10]) });
    chance = at;
    const { executionArn } = await sfn.startExecution({ stateMachineArn: `${machine}:live` });
    const { output, stateMachineVersionArn, stateMachineAliasArn } = await sfn.describeExecution({
      executionArn,
    });
    expect(JSON.parse(output ?? '')).toBe(result);
    expect(stateMachineVersionArn).toBe(`${machine}:${version}`);
    expect(stateMachineAliasArn).toBe(`${machine}:live`);
    const listed = await sfn.listExecutions({ stateMachineArn: `${machine}:live` });
    expect(listed.executions?.map((execution) => execution.executionArn)).toEqual([executionArn]);
  });

  it('keeps the versions that it leads to from being deleted', async () => {
    const { sfn, refusal } = states;
    const routingConfiguration = to([1, 100]);
    await sfn.createStateMachineAlias({ name: 'live', routingConfiguration });
    await sfn.createStateMachineAlias({ name: 'test', routingConfiguration });
    const stateMachineVersionArn = `${machine}:1`;
    expect(await refusal(sfn.deleteStateMachineVersion({ stateMachineVersionArn }))).toEqual({
      name: 'ConflictException',
      message:
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live, test]',
    });
    await sfn.deleteStateMachineVersion({ stateMachineVersionArn: `${machine}:2` });
  });

  it('is created again without a trace where it is the same, and refused where it is another', async () => {
    const { sfn, refusal } = states;
    const first = await sfn.createStateMachineAlias({
      name: 'live',
      routingConfiguration: to([1, 100]),
    });
    const again = await sfn.createStateMachineAlias({ name: 'live', routingConfiguration: to([1, 100]) });
    expect(again.creationDate).toEqual(first.creationDate);
    const other = sfn.createStateMachineAlias({ name: 'live', routingConfiguration: to([2, 100]) });
    expect(await refusal(other)).toMatchObject({ name: 'ConflictException' });
  });

  it('is deleted as often as one likes, and is then not found', async () => {
    const { sfn, refusal } = states;
    const { stateMachineAliasArn } = await sfn.createStateMachineAlias({
      name: 'live',
      routingConfiguration: to([1, 100]),
    });
    await sfn.deleteStateMachineAlias({ stateMachineAliasArn });
    await sfn.deleteStateMachineAlias({ stateMachineAliasArn });
    const described = sfn.describeStateMachineAlias({ stateMachineAliasArn });
    expect(await refusal(described)).toMatchObject({ name: 'ResourceNotFound' });
    const started = sfn.startExecution({ stateMachineArn: stateMachineAliasArn });
    expect(await refusal(started)).toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('is listed with its state machine and with the versions that it leads to', async () => {
    const { sfn } = states;
    for (const [name, version] of [
      ['b', 1],
      ['a', 2],
    ] as const) {
      await sfn.createStateMachineAlias({ name, routingConfiguration: to([version, 100]) });
      states.clock.advance(1);
    }
    const listed = async (stateMachineArn: string, more: object = {}) => {
      const { stateMachineAliases = [], nextToken } = await sfn.listStateMachineAliases({
        stateMachineArn,
        ...more,
      });
      return { arns: stateMachineAliases.map((alias) => alias.stateMachineAliasArn), nextToken };
    };
    expect((await listed(machine)).arns).toEqual([`${machine}:b`, `${machine}:a`]);
    expect((await listed(`${machine}:2`)).arns).toEqual([`${machine}:a`]);
    const { arns, nextToken } = await listed(machine, { maxResults: 1 });
    expect(arns).toEqual([`${machine}:b`]);
    expect((await listed(machine, { nextToken })).arns).toEqual([`${machine}:a`]);
  });
});

describe('the routing of an alias is refused', () => {
  const create = (routingConfiguration: ReturnType<typeof to>) =>
    states.refusal(states.sfn.createStateMachineAlias({ name: 'live', routingConfiguration }));

  it('when its weights are not 100 in all', async () => {
    expect(await create(to([1, 50], [2, 40]))).toEqual({
      name: 'ValidationException',
      message: 'Sum of routing configuration weights must equal 100. Received: [50, 40]',
    });
  });

  it('when it names a version twice', async () => {
    expect(await create(to([1, 50], [1, 50]))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('must contain distinct state machine version ARNs'),
    });
  });

  it('when it has three versions, or a weight beyond 100', async () => {
    expect((await create(to([1, 50], [2, 30], [3, 20]))).message).toContain(
      "at 'routingConfiguration' failed to satisfy constraint: Member must have length less than or equal to 2",
    );
    expect((await create(to([1, 101]))).message).toBe(
      "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    );
  });

  it('when a version is not there, or is of another state machine', async () => {
    expect(await create(to([9, 100]))).toMatchObject({ name: 'ResourceNotFound' });
    const other = await states.create('other', pass(), { publish: true });
    const mixed = [...to([1, 50]), { stateMachineVersionArn: `${other}:1`, weight: 50 }];
    expect(await create(mixed)).toMatchObject({ name: 'ValidationException' });
  });
});
