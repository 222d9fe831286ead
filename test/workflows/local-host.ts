/**
 * The local AWS as a process of its own, which a test may kill: loads the packaged application, prints one line of
 * JSON (its URL and the stack's outputs), and serves until SIGTERM. Run with Node:
 * `local-host.ts [--data-dir DIR] [--skip-waits] [--service-dir DIR] [--port PORT] [--faults FILE] [--hurry TIMES]
 * [--max-jobs N]`.
 */
import { parseArgs } from 'node:util';
import { startLocalAws } from '@batch-workflows/local';
import { appImages } from '../../scripts/app-images.ts';
import { IAM_USAGE_FOLDER, leaveUsage } from '../../scripts/iam-report/usage-files.ts';
import { ROOT } from '../../scripts/package-app.ts';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    'skip-waits': { type: 'boolean', default: false },
    'service-dir': { type: 'string', default: ROOT },
    port: { type: 'string', default: '0' },
    faults: { type: 'string' },
    hurry: { type: 'string', default: '1' },
    'max-jobs': { type: 'string' },
  },
});
const dataDir = values['data-dir'];
const maxJobs = values['max-jobs'];
/** How many times as fast as real time attempts time out. */
const hurry = Number(values.hurry);
const aws = await startLocalAws({
  port: Number(values.port),
  images: appImages,
  skipWaits: values['skip-waits'],
  enforceQuotas: true,
  killGraceMs: 500 * hurry,
  jobTimer: (ms, action) => {
    const timeout = setTimeout(action, ms / hurry);
    return () => clearTimeout(timeout);
  },
  log: (message) => console.error(message),
  ...(dataDir === undefined ? {} : { dataDir }),
  ...(maxJobs === undefined ? {} : { maxJobs: Number(maxJobs) }),
  ...(values.faults === undefined ? {} : { faults: values.faults }),
});
const { outputs } = await aws.load(values['service-dir']);
console.log(JSON.stringify({ url: aws.url, outputs }));

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  const folder = process.env[IAM_USAGE_FOLDER];
  if (folder !== undefined) leaveUsage(folder, aws.iamUsage(), values['service-dir'] === ROOT);
  void aws.stop().then(() => process.exit(0));
};
process.once('SIGTERM', end);
// A host never outlives its test, whatever becomes of that.
process.stdin.on('end', end).resume();
