#!/usr/bin/env node
/** `pnpm execution start|watch|list|history|stop|redrive <workflow>`: the same commands against the local AWS and AWS. */
import { readFileSync } from 'node:fs';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Command, Option } from 'commander';
import { CommandFailure, runCommand } from './workflow-client/command-failure.ts';
import { explainFailure } from './workflow-client/explain-failure.ts';
import { follow } from './workflow-client/follow.ts';
import { narrate } from './workflow-client/narrate.ts';
import { openStage, type Stage } from './workflow-client/stage.ts';
import { findWorkflow } from './workflow-client/workflow.ts';

interface Options {
  readonly stage: string;
  readonly name?: string;
  readonly input?: string;
  readonly detach?: boolean;
  readonly json?: boolean;
  readonly status?: ExecutionStatus;
}

const program = new Command('execution')
  .description('Start, follow, list and stop executions of a workflow, here or on AWS.')
  .showHelpAfterError();

function command(
  name: string,
  description: string,
  run: (stage: Stage, workflow: string, options: Options) => Promise<number>,
) {
  return program
    .command(name)
    .description(description)
    .argument('<workflow>', 'its name, for example fan-out-batch-jobs')
    .option('--stage <stage>', 'local, or a stage that is deployed on AWS', 'local')
    .action((workflow: string, options: Options) =>
      runCommand(() => run(openStage(options.stage), workflow, options)),
    );
}

command('start', 'start an execution and follow it; exits with 0 only when it succeeds', start)
  .option('--input <json>', 'its input: JSON, @file, or - for standard input', '{}')
  .option('--name <name>', 'its name; made up when absent')
  .option('--detach', 'do not follow it');
command('watch', 'follow an execution to its end; exits with 0 only when it succeeds', watch).option(
  '--name <name>',
  'the execution; the latest when absent',
);
command('list', 'list the executions, the newest first', list)
  .addOption(
    new Option('--status <status>', 'only these').choices([
      'RUNNING',
      'SUCCEEDED',
      'FAILED',
      'TIMED_OUT',
      'ABORTED',
    ]),
  )
  .option('--json', 'as JSON');
command('history', "print an execution's history, event by event", history)
  .option('--name <name>', 'the execution; the latest when absent')
  .option('--json', 'as JSON');
command('stop', 'stop an execution; its jobs are terminated', stop).option(
  '--name <name>',
  'the execution; the latest that runs when absent',
);
command(
  'redrive',
  'go on with an execution that failed from where it failed, and follow it; exits with 0 only when it succeeds',
  redrive,
).option('--name <name>', 'the execution; the latest when absent');

async function start(stage: Stage, workflow: string, options: Options): Promise<number> {
  const input = readInput(options.input ?? '{}');
  const { stateMachineArn } = await findWorkflow(stage, workflow);
  const { executionArn = '' } = await stage.sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      input,
      ...(options.name === undefined ? {} : { name: options.name }),
    }),
  );
  console.log(executionArn);
  return options.detach === true ? 0 : followToEnd(stage, executionArn);
}

async function watch(stage: Stage, workflow: string, options: Options): Promise<number> {
  const executionArn = await executionArnOf(stage, workflow, options.name);
  console.log(executionArn);
  return followToEnd(stage, executionArn);
}

async function list(stage: Stage, workflow: string, options: Options): Promise<number> {
  const { stateMachineArn } = await findWorkflow(stage, workflow);
  const filter = options.status === undefined ? {} : { statusFilter: options.status };
  for await (const page of paginateListExecutions({ client: stage.sfn }, { stateMachineArn, ...filter })) {
    for (const { name = '', status = '', startDate, stopDate } of page.executions ?? []) {
      if (options.json === true) console.log(JSON.stringify({ name, status, startDate, stopDate }));
      else
        console.log(
          `${status.padEnd(10)} ${startDate?.toISOString() ?? ''}  ${duration(startDate, stopDate).padStart(9)}  ${name}`,
        );
    }
  }
  return 0;
}

async function history(stage: Stage, workflow: string, options: Options): Promise<number> {
  const executionArn = await executionArnOf(stage, workflow, options.name);
  if (options.json !== true) console.log(executionArn);
  for await (const page of paginateGetExecutionHistory(
    { client: stage.sfn },
    { executionArn, maxResults: 1000 },
  )) {
    for (const event of page.events ?? []) {
      if (options.json === true) console.log(JSON.stringify(event));
      else
        console.log(
          `${String(event.id).padStart(5)}  ${time(event.timestamp)}  ${(event.type ?? '').padEnd(24)} ${whatHappened(event)}`,
        );
    }
  }
  return 0;
}

async function stop(stage: Stage, workflow: string, options: Options): Promise<number> {
  const executionArn = await executionArnOf(stage, workflow, options.name, 'RUNNING');
  const { status } = await stage.sfn.send(new DescribeExecutionCommand({ executionArn }));
  if (status !== 'RUNNING') throw new CommandFailure(`${executionArn} has already ended: ${status}`);
  await stage.sfn.send(new StopExecutionCommand({ executionArn, cause: 'stopped by: pnpm execution stop' }));
  console.log(`stopped ${executionArn}`);
  return 0;
}

async function redrive(stage: Stage, workflow: string, options: Options): Promise<number> {
  const executionArn = await executionArnOf(stage, workflow, options.name);
  const execution = await stage.sfn.send(new DescribeExecutionCommand({ executionArn }));
  if (execution.redriveStatus !== 'REDRIVABLE')
    throw new CommandFailure(`${executionArn} cannot be redriven: ${execution.redriveStatusReason}`);
  await stage.sfn.send(new RedriveExecutionCommand({ executionArn }));
  console.log(executionArn);
  return followToEnd(stage, executionArn);
}

async function followToEnd(stage: Stage, executionArn: string): Promise<number> {
  const end = await follow(stage, executionArn, (event) => {
    const line = narrate(event);
    if (line !== undefined) console.log(`${time(event.timestamp)}  ${line}`);
  });
  console.log(`${end.status} after ${duration(end.startDate, end.stopDate)}`);
  if (end.output !== undefined) console.log(pretty(end.output));
  if (end.status === 'SUCCEEDED') return 0;
  for (const line of explainFailure(end)) console.error(line);
  return 1;
}

async function executionArnOf(
  stage: Stage,
  workflow: string,
  name: string | undefined,
  statusFilter?: ExecutionStatus,
): Promise<string> {
  const { stateMachineArn } = await findWorkflow(stage, workflow);
  if (name !== undefined) return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const filter = statusFilter === undefined ? {} : { statusFilter };
  for await (const page of paginateListExecutions({ client: stage.sfn }, { stateMachineArn, ...filter })) {
    const [latest] = page.executions ?? [];
    if (latest?.executionArn !== undefined) return latest.executionArn;
  }
  throw new CommandFailure(
    `${workflow} has no ${statusFilter === undefined ? '' : 'running '}execution in the stage ${stage.name}; start one with: pnpm execution start ${workflow} --stage ${stage.name}`,
  );
}

function readInput(given: string): string {
  const text =
    given === '-' ? readFileSync(0, 'utf8') : given.startsWith('@') ? readFile(given.slice(1)) : given;
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new CommandFailure(`--input is not JSON: ${(error as Error).message}; pass JSON, @file or -`);
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandFailure(`--input @${path}: ${(error as Error).message}`);
  }
}

/** What the event's type does not say. */
function whatHappened(event: HistoryEvent): string {
  const line = (narrate(event) ?? event.stateExitedEventDetails?.name ?? '').trim();
  return line === event.type ? '' : line.replace(`${event.type}: `, '');
}

const time = (date: Date | undefined) => date?.toISOString().slice(11, 23) ?? '';

function duration(start: Date | undefined, stop: Date | undefined): string {
  return start === undefined || stop === undefined
    ? ''
    : `${((stop.getTime() - start.getTime()) / 1000).toFixed(1)} s`;
}

const pretty = (text: string) => JSON.stringify(JSON.parse(text), null, 2);

await program.parseAsync();
