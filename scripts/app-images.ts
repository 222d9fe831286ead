import { join } from 'node:path';
import { ROOT } from './package-app.ts';

/** The job's image as the local run takes it: its Dockerfile, and where the file that it copies is built. */
export const appImages = {
  job: { dockerfile: join(ROOT, 'packages/job/Dockerfile'), root: join(ROOT, 'dist/job') },
};
