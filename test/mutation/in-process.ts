import { startLocalAws } from '@batch-workflows/local';
import type { IamUsage } from '@batch-workflows/local/iam-usage';
import { appImages } from '../../scripts/app-images.ts';
import { type Application, applicationAt } from '../workflows/start-host.ts';

/** The application on a local AWS in this process, and what IAM saw of it. */
export interface InProcess extends Application {
  readonly usage: () => IamUsage;
}

/** Deploys a packaged service to an empty local AWS, which lasts as long as `use`. */
export async function deployed<T>(serviceDir: string, use: (app: InProcess) => Promise<T>): Promise<T> {
  const aws = await startLocalAws({
    port: 0,
    images: appImages,
    skipWaits: true,
    killGraceMs: 500,
    log: () => {},
  });
  try {
    const { outputs } = await aws.load(serviceDir);
    const { close, ...application } = applicationAt(aws.url, outputs);
    try {
      return await use({ ...application, usage: aws.iamUsage });
    } finally {
      close();
    }
  } finally {
    await aws.stop();
  }
}
