import type { ResolvedJob } from './resolved-job.ts';

/** Batch makes it itself; every other has to be there. */
export const DEFAULT_GROUP = '/aws/batch/job';

/**
 * Where an attempt's output goes: `<awslogs-stream-prefix, else job definition name>/default/<task id>`.
 * https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
 */
export function logLocation(
  { container }: ResolvedJob,
  definition: string,
  taskId: string,
): { group: string; stream: string } {
  const options = container.logConfiguration?.options ?? {};
  const definitionName = definition.slice(0, definition.lastIndexOf(':'));
  return {
    group: options['awslogs-group'] ?? DEFAULT_GROUP,
    stream: `${options['awslogs-stream-prefix'] ?? definitionName.slice(0, 200)}/default/${taskId}`,
  };
}
