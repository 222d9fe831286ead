import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  definitionOf,
  machineArn,
  pass,
  type States,
  startStates,
  stopStates,
  waiting,
} from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

describe('the variables that states refer to', () => {
  const definition = definitionOf({ Type: 'Pass', Parameters: { 'a.$': '$count' }, End: true });

  it('are in the descriptions of a state machine and of what an execution runs', async () => {
    const stateMachineArn = await states.create('m', definition);
    const variableReferences = { Only: ['count'] };
    expect(await states.sfn.describeStateMachine({ stateMachineArn })).toMatchObject({ variableReferences });
    const { executionArn } = await states.sfn.startExecution({ stateMachineArn });
    expect(await states.sfn.describeStateMachineForExecution({ executionArn })).toMatchObject({
      variableReferences,
    });
  });

  it('are left out with the definition, and where there are none', async () => {
    const [some, none] = [await states.create('some', definition), await states.create('none')];
    const included = await states.sfn.describeStateMachine({
      stateMachineArn: some,
      includedData: 'METADATA_ONLY',
    });
    expect(included).not.toHaveProperty('variableReferences');
    expect(await states.sfn.describeStateMachine({ stateMachineArn: none })).not.toHaveProperty(
      'variableReferences',
    );
  });
});

it('a trace header is told as it was given', async () => {
  const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
  const stateMachineArn = await states.create('traced', waiting);
  const { executionArn } = await states.sfn.startExecution({ stateMachineArn, traceHeader });
  expect(await states.sfn.describeExecution({ executionArn })).toMatchObject({ traceHeader });
  const express = await states.create('express', pass(), { type: 'EXPRESS' });
  const answer = await states.sfn.startSyncExecution({ stateMachineArn: express, traceHeader });
  expect(answer).toMatchObject({ traceHeader });
});

describe('an encryption', () => {
  const key = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'alias/k', kmsDataKeyReusePeriodSeconds: 60 };

  it('is described, of an execution too', async () => {
    const stateMachineArn = await states.create('m', waiting, { encryptionConfiguration: key });
    const told = { encryptionConfiguration: key };
    expect(await states.sfn.describeStateMachine({ stateMachineArn })).toMatchObject(told);
    const { executionArn } = await states.sfn.startExecution({ stateMachineArn });
    expect(await states.sfn.describeStateMachineForExecution({ executionArn })).toMatchObject(told);
  });

  it.each([
    ['with a managed key but no key', { type: key.type }, 'InvalidEncryptionConfiguration'],
    [
      'with a key of one’s own and AWS’s',
      { ...key, type: 'AWS_OWNED_KEY' },
      'InvalidEncryptionConfiguration',
    ],
    ['with a key kept for a second', { ...key, kmsDataKeyReusePeriodSeconds: 1 }, 'ValidationException'],
    ['of no known type', { type: 'ROT13' }, 'ValidationException'],
  ])('%s is refused, of a state machine and of an activity', async (_, encryptionConfiguration, error) => {
    const refused = states.create('m', pass(), { encryptionConfiguration });
    expect((await states.refusal(refused)).name).toBe(error);
    const request = { name: 'a', encryptionConfiguration } as never;
    expect((await states.refusal(states.sfn.createActivity(request))).name).toBe(error);
    const stateMachineArn = await states.create('other');
    const update = { stateMachineArn, encryptionConfiguration } as never;
    expect((await states.refusal(states.sfn.updateStateMachine(update))).name).toBe(error);
  });
});

it('the ARN of a distributed Map is that of no state machine', async () => {
  await states.create('m');
  const stateMachineArn = `${machineArn('m')}/label`;
  for (const request of [
    states.sfn.describeStateMachine({ stateMachineArn }),
    states.sfn.startExecution({ stateMachineArn }),
    states.sfn.updateStateMachine({ stateMachineArn, definition: pass() }),
    states.sfn.deleteStateMachine({ stateMachineArn }),
    states.sfn.publishStateMachineVersion({ stateMachineArn }),
  ])
    expect((await states.refusal(request)).name).toBe('ValidationException');
});

it('only child workflows wait for a redrive', async () => {
  const stateMachineArn = await states.create('m');
  const listed = states.sfn.listExecutions({ stateMachineArn, statusFilter: 'PENDING_REDRIVE' });
  expect((await states.refusal(listed)).name).toBe('ValidationException');
});
