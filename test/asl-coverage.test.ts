import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { coverageOf } from './asl-coverage/report.ts';
import { takenBy } from './asl-coverage/taken.ts';
import type { ShownEvent } from './asl-coverage/threads.ts';
import { definitionPath, MACHINES, type Scope } from './machine-files.ts';

const task = (more: object) => ({ Type: 'Task', Resource: 'arn:aws:states:::sns:publish', ...more });
const MACHINE: Scope = {
  StartAt: 'Choose',
  States: {
    Choose: {
      Type: 'Choice',
      Choices: [1, 2].map((number) => ({ Variable: '$.n', NumericEquals: number, Next: 'Each' })),
      Default: 'Ask',
    },
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Work', States: { Work: task({ End: true }) } },
      Catch: [
        { ErrorEquals: ['A'], Next: 'Last' },
        { ErrorEquals: ['States.ALL'], Next: 'Last' },
      ],
      Next: 'Last',
    },
    Ask: task({
      Retry: [
        { ErrorEquals: ['Never'], MaxAttempts: 0 },
        { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Last' }],
      Next: 'Last',
    }),
    Last: { Type: 'Pass', End: true },
  },
};

/** Events one after another; a number before a type names the event that came before it. */
const historyOf = (...events: [type: string, details?: object, previous?: number][]): ShownEvent[] =>
  events.map(([type, details = {}, previous], index) => ({
    id: index + 1,
    previousEventId: previous ?? index,
    type,
    xEventDetails: details,
  }));
const entered = (name: string, input = '{}'): [string, object] => ['StateEntered', { name, input }];
const exited = (name: string): [string, object] => ['StateExited', { name }];
const transitionsOf = (...events: Parameters<typeof historyOf>) =>
  takenBy(MACHINE, historyOf(['ExecutionStarted'], ...events)).transitions;

describe('what a history has taken of a machine', () => {
  it('tells rules that lead to the same state apart by the input', () => {
    expect(transitionsOf(entered('Choose', '{"n":2}'), exited('Choose'), entered('Each'))).toEqual([
      '"Choose" Choices/1 → "Each"',
    ]);
    expect(transitionsOf(entered('Choose', '{"n":3}'), exited('Choose'), entered('Ask'))).toEqual([
      '"Choose" Default → "Ask"',
    ]);
  });

  it('does not count a Next where the state was left by its Catch, nor a Retry that did not try again', () => {
    expect(
      transitionsOf(
        entered('Ask'),
        ['TaskScheduled'],
        ['TaskFailed', { error: 'Some' }],
        exited('Ask'),
        entered('Last'),
      ),
    ).toEqual(['"Ask" Catch/0 (States.ALL) → "Last"']);
  });

  it('counts a Retry once it tries again, and one without attempts once an error falls to it', () => {
    expect(
      transitionsOf(
        entered('Ask'),
        ['TaskScheduled'],
        ['TaskFailed', { error: 'Some' }],
        ['TaskScheduled'],
        ['TaskFailed', { error: 'Never' }],
        exited('Ask'),
      ),
    ).toEqual(['"Ask" Retry/1 (States.TaskFailed)', '"Ask" Retry/0 (Never)']);
  });

  it('finds the catcher of a Map by the error of its iteration', () => {
    expect(
      transitionsOf(
        entered('Each'),
        ['MapStateStarted'],
        ['MapIterationStarted', { name: 'Each' }],
        entered('Work'),
        ['TaskScheduled'],
        ['TaskFailed', { error: 'B' }],
        ['MapIterationFailed', { name: 'Each' }],
        ['MapStateFailed'],
        exited('Each'),
        entered('Last'),
        exited('Last'),
      ),
    ).toEqual(['"Each" Catch/1 (States.ALL) → "Last"', '"Last" End']);
  });
});

it('asks for every file of statemachines/', () => {
  const files = readdirSync(dirname(definitionPath('callback')));
  expect(files.map((file) => file.replace('.asl.json', '')).sort()).toEqual([...MACHINES].sort());
});

describe('the report', () => {
  const machines = new Map([['m', { StartAt: 'Last', States: { Last: { Type: 'Pass', End: true } } }]]);

  it('names what is missing', () => {
    expect(coverageOf(machines, [{ machine: 'm', states: ['Last'], transitions: [] }])).toEqual({
      lines: ['  not covered: m "Last" End', 'ASL coverage: 1 of 1 states (100 %), 0 of 1 transitions (0 %)'],
      isWhole: false,
    });
    expect(coverageOf(machines, []).lines[0]).toBe('  not run: m');
  });

  it('is whole where nothing is missing', () => {
    const all = { machine: 'm', states: ['Last'], transitions: ['"Last" End'] };
    expect(coverageOf(machines, [all]).isWhole).toBe(true);
  });
});
