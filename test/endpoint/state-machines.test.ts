import {
  InvalidArn,
  InvalidDefinition,
  InvalidName,
  StateMachineAlreadyExists,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT, type Clients, REGION, ROLE } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, outputOf, run, single, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
beforeAll(async () => {
  host = await startHost();
  ({ sfn } = host);
});
afterAll(() => host.stop());

const arnOf = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
const pass = (result: unknown) => single({ Type: 'Pass', Result: result });

describe('a state machine', () => {
  it('is described as it was created', async () => {
    const definition = JSON.stringify(pass(1));
    const created = await sfn.createStateMachine({ name: 'described', roleArn: ROLE, definition });
    expect(created.stateMachineArn).toBe(arnOf('described'));

    const described = await sfn.describeStateMachine({ stateMachineArn: arnOf('described') });

    expect(described).toMatchObject({
      stateMachineArn: arnOf('described'),
      name: 'described',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition,
      roleArn: ROLE,
      creationDate: created.creationDate,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
  });

  it('that is created again as it is, is the same one', async () => {
    const first = await createMachine(sfn, pass(1), 'again');
    expect(await createMachine(sfn, pass(1), 'again')).toBe(first);
    const found = (await sfn.listStateMachines({})).stateMachines ?? [];
    expect(found.filter(({ name }) => name === 'again')).toHaveLength(1);
  });

  it('that is created again otherwise, already exists', async () => {
    await createMachine(sfn, pass(1), 'taken');
    const again = createMachine(sfn, pass(2), 'taken');
    await expect(again).rejects.toBeInstanceOf(StateMachineAlreadyExists);
    await expect(again).rejects.toThrow(`State Machine Already Exists: '${arnOf('taken')}'`);
  });

  it.each([
    ['spaces', 'two words'],
    ['a bracket', 'a[0]'],
    ['a wildcard', 'all*'],
    ['a slash', 'a/b'],
  ])('cannot have a name with %s', async (_, name) => {
    await expect(createMachine(sfn, pass(1), name)).rejects.toBeInstanceOf(InvalidName);
  });

  it('cannot have a name of more than 80 characters', async () => {
    const named = (length: number) => createMachine(sfn, pass(1), 'x'.repeat(length));
    await expect(named(81)).rejects.toThrow(/less than or equal to 80/u);
    await named(80);
  });

  it('runs its new definition after an update; what runs already keeps the old one', async () => {
    const waiting = {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 1, Next: 'Old' },
        Old: { Type: 'Pass', Result: 'old', End: true },
      },
    };
    const arn = await createMachine(sfn, waiting);
    const before = await start(sfn, arn);

    const updated = await sfn.updateStateMachine({
      stateMachineArn: arn,
      definition: JSON.stringify(pass('new')),
    });
    const after = await start(sfn, arn);

    expect(updated.updateDate).toBeInstanceOf(Date);
    expect(outputOf(await ended(sfn, after))).toBe('new');
    const own = await sfn.describeStateMachineForExecution({ executionArn: before });
    expect(JSON.parse(own.definition ?? '')).toEqual(waiting);
    expect(outputOf(await ended(sfn, before))).toBe('old');
  });

  it('cannot be updated to nothing', async () => {
    const arn = await createMachine(sfn, pass(1));
    await expect(sfn.updateStateMachine({ stateMachineArn: arn })).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
    });
  });

  it('keeps its definition when an update is refused', async () => {
    const arn = await createMachine(sfn, pass('kept'));
    const refused = sfn.updateStateMachine({ stateMachineArn: arn, definition: '{}' });
    await expect(refused).rejects.toBeInstanceOf(InvalidDefinition);
    expect(outputOf(await ended(sfn, await start(sfn, arn)))).toBe('kept');
  });

  it('is gone when it was deleted; what it runs goes on', async () => {
    const arn = await createMachine(sfn, single({ Type: 'Wait', Seconds: 1 }));
    const execution = await start(sfn, arn);

    await sfn.deleteStateMachine({ stateMachineArn: arn });
    await sfn.deleteStateMachine({ stateMachineArn: arn });

    await expect(sfn.describeStateMachine({ stateMachineArn: arn })).rejects.toBeInstanceOf(
      StateMachineDoesNotExist,
    );
    await expect(start(sfn, arn)).rejects.toBeInstanceOf(StateMachineDoesNotExist);
    expect(await ended(sfn, execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('that nobody created does not exist', async () => {
    const stateMachineArn = arnOf('nobody');
    for (const asked of [
      () => sfn.describeStateMachine({ stateMachineArn }),
      () => sfn.updateStateMachine({ stateMachineArn, definition: JSON.stringify(pass(1)) }),
      () => sfn.startExecution({ stateMachineArn }),
      () => sfn.listExecutions({ stateMachineArn }),
    ]) {
      await expect(asked()).rejects.toBeInstanceOf(StateMachineDoesNotExist);
    }
    await expect(sfn.describeStateMachine({ stateMachineArn })).rejects.toThrow(
      `State Machine Does Not Exist: '${stateMachineArn}'`,
    );
  });

  it('needs an ARN of its own kind', async () => {
    for (const stateMachineArn of ['nobody', `arn:aws:states:${REGION}:${ACCOUNT}:execution:a:b`]) {
      await expect(sfn.describeStateMachine({ stateMachineArn })).rejects.toBeInstanceOf(InvalidArn);
    }
  });
});

describe('the list of state machines', () => {
  it('comes in pages that together hold each once, by name', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `listed-${index}`);
    for (const name of names) await createMachine(sfn, pass(1), name);

    const listed: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.listStateMachines({ maxResults: 3, nextToken });
      expect(page.stateMachines?.length).toBeLessThanOrEqual(3);
      listed.push(...(page.stateMachines ?? []).map(({ name = '' }) => name));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(listed.filter((name) => name.startsWith('listed-'))).toEqual(names);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('refuses a token that is none of its own', async () => {
    await expect(sfn.listStateMachines({ nextToken: 'made up' })).rejects.toMatchObject({
      name: 'InvalidToken',
    });
  });
});

describe('a definition that is wrong', () => {
  const refusalOf = async (definition: string) =>
    sfn.createStateMachine({ name: 'wrong', roleArn: ROLE, definition }).then(
      () => {
        throw new Error('it was accepted');
      },
      (error: unknown) => error as Error,
    );

  it.each([
    ['that is not JSON', '{', /not JSON|INVALID_JSON/u],
    ['without states', '{"StartAt": "A"}', /States/u],
    ['that starts nowhere', JSON.stringify({ ...pass(1), StartAt: 'Elsewhere' }), /Elsewhere/u],
    [
      'with a Next that leads nowhere',
      JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }),
      /\/States\/A\/Next/u,
    ],
    ['with an unknown type', JSON.stringify(single({ Type: 'Loop' })), /\/States\/State\/Type/u],
    [
      'with a path that is none',
      JSON.stringify(single({ Type: 'Pass', InputPath: '$[' })),
      /\/States\/State\/InputPath/u,
    ],
    [
      'in an iterator',
      JSON.stringify(
        single({ Type: 'Map', Iterator: { StartAt: 'In', States: { In: { Type: 'Wait', End: true } } } }),
      ),
      /\/States\/State\/Iterator\/States\/In/u,
    ],
  ])('%s is refused with its place', async (_, definition, place) => {
    const error = await refusalOf(definition);
    expect(error).toBeInstanceOf(InvalidDefinition);
    expect(error.message).toMatch(/^Invalid State Machine Definition: '/u);
    expect(error.message).toMatch(place);
  });

  it.each([
    'arn:aws:states:::dynamodb:query',
    'arn:aws:states:::sns:publish.sync',
    'arn:aws:states:::sqs:purgeQueue',
    'arn:aws:states:::aws-sdk:s3:getObjects',
    'arn:aws:states:::aws-sdk:s3:GetObject',
    'arn:aws:states:::aws-sdk:dynamodb:getItem.sync',
  ])('with the resource %s, which AWS does not have either, is refused by that name', async (Resource) => {
    const error = await refusalOf(JSON.stringify(single({ Type: 'Task', Resource })));
    expect(error).toBeInstanceOf(InvalidDefinition);
    expect(error.message).toContain(
      `The resource provided ${Resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/State/Resource`,
    );
  });

  it('is kept nowhere', async () => {
    await refusalOf('{}');
    await expect(sfn.describeStateMachine({ stateMachineArn: arnOf('wrong') })).rejects.toBeInstanceOf(
      StateMachineDoesNotExist,
    );
    expect(outputOf(await run(sfn, pass('others run')))).toBe('others run');
  });
});
