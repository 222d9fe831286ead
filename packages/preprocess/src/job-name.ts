const MAX_LENGTH = 128;

/**
 * The name of an execution's job: the execution's own as far as Batch allows, which is 128 letters, digits, `-` and
 * `_`, a letter or digit first. https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
 */
export function jobNameOf(executionName: string): string {
  const allowed = executionName.replace(/[^A-Za-z0-9_-]/g, '-');
  const name = /^[A-Za-z0-9]/.test(allowed) ? allowed : `job-${allowed}`;
  return name.slice(0, MAX_LENGTH);
}
