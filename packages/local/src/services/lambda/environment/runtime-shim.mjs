import { EXIT_CODES } from './exit-codes.ts';
import { jsonLine } from './progress.ts';
import { run, type World } from './run.ts';
import { createS3Client } from './s3-client.ts';

const world: World = {
  client: createS3Client(),
  environment: process.env,
  now: Date.now,
  stdout: (line) => process.stdout.write(line),
  stderr: (line) => process.stderr.write(line),
};

// Outputs are written whole or not at all, so there is nothing to clean up.
process.once('SIGTERM', () => {
  const exitCode = EXIT_CODES.terminated;
  const message =
    'terminated: the job was stopped, timed out, or lost its capacity; nothing was half written.';
  world.stderr(jsonLine('error', message, { error: 'Terminated', exitCode }, world));
  process.exit(exitCode);
});

process.exitCode = await run(process.argv.slice(2), world);
// Idle connections to S3 would hold the process for seconds.
world.client.destroy();
