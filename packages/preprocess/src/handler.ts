import { Logger } from '@aws-lambda-powertools/logger';
import { requiredVariable } from '@batch-workflows/job/required-variable';
import type { Context } from 'aws-lambda';
import { type PlannedJob, planJob } from './plan-job.ts';
import { parsePreprocessEvent } from './preprocess-event.ts';

const logger = new Logger();

/** Turns an execution's input into its job. Throws `InvalidInput`. */
export async function handler(event: unknown, context: Context): Promise<PlannedJob> {
  logger.addContext(context);
  const parsed = parsePreprocessEvent(event);
  const job = planJob(parsed, requiredVariable('DATA_BUCKET'));
  logger.info('planned', { executionName: parsed.executionName, jobName: job.jobName });
  return job;
}
