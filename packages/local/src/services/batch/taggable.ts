import { nameIn } from './arns.ts';
import type { BatchBooks } from './batch-parts.ts';
import { batchErrors } from './errors.ts';

export type Tags = Readonly<Record<string, string>>;

/** The resource behind an ARN, as far as its tags are concerned. */
export interface Taggable {
  readonly tags: Tags;
  save(tags: Tags): void;
}

/** @throws `ClientException` for an ARN that names no resource of this account. */
export function taggable(arn: string, { queues, environments, definitions, jobs }: BatchBooks): Taggable {
  const name = nameIn(arn);
  const kind = arn.slice(arn.lastIndexOf(':', arn.indexOf('/')) + 1, arn.indexOf('/'));
  switch (kind) {
    case 'job-queue': {
      const queue = queues.get(name);
      if (queue !== undefined)
        return { tags: queue.tags, save: (tags) => queues.put(name, { ...queue, tags }) };
      break;
    }
    case 'compute-environment': {
      const one = environments.get(name);
      if (one !== undefined)
        return { tags: one.tags, save: (tags) => environments.put(name, { ...one, tags }) };
      break;
    }
    case 'job-definition': {
      const one = definitions.get(name);
      if (one !== undefined)
        return { tags: one.tags ?? {}, save: (tags) => definitions.put({ ...one, tags }) };
      break;
    }
    case 'job': {
      const job = jobs.get(name);
      const spec = job?.spec;
      if (job !== undefined && spec !== undefined) {
        return { tags: spec.tags ?? {}, save: (tags) => jobs.put({ ...job, spec: { ...spec, tags } }) };
      }
      break;
    }
  }
  throw batchErrors.resourceNotFound(arn);
}
