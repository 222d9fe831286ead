import { processRunner } from '../src/services/batch/process-runner.ts';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import { batchFixture } from './batch-fixture.ts';

/** A process that hosts Batch on the store in argv[2], runs jobs, and is killed by the test. */
const [, , file = '', script = '', finished = ''] = process.argv;
const store = openSqliteStore(file);
const runner = processRunner({ resolveImage: () => undefined });
const { register, runScript, submit, until } = await batchFixture({ store, runner, maxJobs: 1 });
await register();
await runScript(finished);
const running = await submit({ containerOverrides: { command: ['sh', '-c', script] } });
const waiting = await submit({ containerOverrides: { command: ['sh', '-c', finished] } });
await until(running, 'RUNNING');
await until(waiting, 'RUNNABLE');
await store.committed();
process.stdout.write(`${JSON.stringify({ running, waiting })}\n`);
