import type { KeyValuesPair } from '@aws-sdk/client-batch';
import type { BatchBooks } from './batch-parts.ts';
import { batchErrors } from './errors.ts';
import type { JobRecord } from './job-record.ts';

type JobFilter = (job: JobRecord) => boolean;

/** ListJobs' filter; one at a time, as AWS has it. Its several values are alternatives. */
export function jobFilter(filters: readonly KeyValuesPair[], { jobs, arns }: BatchBooks): JobFilter {
  const [filter, ...more] = filters;
  if (more.length > 0) throw batchErrors.invalid('Only one filter can be used at a time');
  const values = filter?.values ?? [];
  const any = (test: (job: JobRecord, value: string) => boolean): JobFilter => {
    return (job) => values.some((value) => test(job, value));
  };
  switch (filter?.name) {
    case 'JOB_NAME':
      return any((job, value) => fits(value.toLowerCase(), jobs.specOf(job).name.toLowerCase()));
    case 'JOB_DEFINITION':
      return any((job, value) => {
        const { definition } = jobs.specOf(job);
        if (value.startsWith('arn:')) return value === arns.jobDefinition(definition);
        return fits(value, definition.slice(0, definition.lastIndexOf(':')));
      });
    case 'BEFORE_CREATED_AT':
      return any((job, value) => job.createdAt < Number(value));
    case 'AFTER_CREATED_AT':
      return any((job, value) => job.createdAt > Number(value));
    case 'SHARE_IDENTIFIER':
      // Queues here have no fair-share policy, and jobs therefore no share.
      return () => false;
    default:
      throw batchErrors.unsupported(`the filter ${filter?.name}`);
  }
}

const fits = (pattern: string, value: string) =>
  pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
