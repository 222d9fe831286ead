#!/usr/bin/env node
/** `pnpm bench`: how fast the engine alone is, and the local AWS over HTTP; medians of several rounds. */
import { Command } from 'commander';
import { inProcess } from './bench/in-process.ts';
import { library } from './bench/library.ts';
import { medianTimes } from './bench/median-time.ts';
import { overHttp } from './bench/over-http.ts';
import { mapOf, passStates, short } from './bench/workloads.ts';

const { compare } = new Command('bench')
  .description('Measures the engine in process, with full history, and the local AWS over HTTP, in memory.')
  .option('--compare <file>', 'the main.node.esm.js of aws-local-stepfunctions, measured in the same rounds')
  .parse()
  .opts<{ compare?: string }>();

const row = (...cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
const perSecond = (units: number, ms: number) => Math.round((1000 * units) / ms).toLocaleString('en-US');

const other = compare === undefined ? undefined : await library(compare);
const workloads = {
  '1,000 Pass states': passStates(1000),
  'Map of 100': mapOf(100),
  'Map of 1,000': mapOf(1000),
  'Map of 10,000': mapOf(10_000),
};
const WARM_UP = 10;
const ROUNDS = 15;
const HTTP_ROUNDS = 2;

row(
  'in process, every event kept',
  'units/s',
  'µs a unit',
  'and AWS’s history made, µs',
  'the library, units/s',
  'times the library',
  'and AWS’s history made',
);
row('---', '---:', '---:', '---:', '---:', '---:', '---:');
const unitCosts: number[] = [];
for (const [name, workload] of Object.entries(workloads)) {
  const tasks: Record<string, () => Promise<void>> = {
    ours: inProcess(workload, false),
    shown: inProcess(workload, true),
  };
  if (other !== undefined) tasks['other'] = other(workload);
  await medianTimes(tasks, WARM_UP);
  const { ours = Number.NaN, shown = Number.NaN, other: others } = await medianTimes(tasks, ROUNDS);
  unitCosts.push(ours / workload.units);
  row(
    name,
    perSecond(workload.units, ours),
    ((1000 * ours) / workload.units).toFixed(2),
    ((1000 * shown) / workload.units).toFixed(2),
    others === undefined ? '' : perSecond(workload.units, others),
    others === undefined ? '' : (others / ours).toFixed(1),
    others === undefined ? '' : (others / shown).toFixed(1),
  );
}
const [, of100 = Number.NaN, , of10000 = Number.NaN] = unitCosts;
console.log(`\nAn item of 10,000 costs ${(of10000 / of100).toFixed(2)} times an item of 100.\n`);

row('over HTTP, in memory', 'median ms', 'per second');
row('---', '---:', '---:');
const http = await overHttp();
try {
  const tasks = {
    '1,000 Pass states': { units: 1000, run: await http.executions(passStates(1000), 1) },
    'Map of 10,000': { units: 10_000, run: await http.executions(mapOf(10_000), 1) },
    '200 executions at once': { units: 200, run: await http.executions(short, 200) },
    'SQS callback': { units: 1, run: await http.callback() },
  };
  for (const [name, { units, run }] of Object.entries(tasks)) {
    const { ms = Number.NaN } = await medianTimes({ ms: run }, name === 'SQS callback' ? 6 : HTTP_ROUNDS);
    row(name, ms.toFixed(1), perSecond(units, ms));
  }
} finally {
  await http.stop();
}
