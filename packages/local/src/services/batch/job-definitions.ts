import type { RegisterJobDefinitionRequest } from '@aws-sdk/client-batch';
import type { Records } from '../../store/store.ts';
import { nameIn } from './arns.ts';

/** A registered revision. It never changes but for its status and tags. */
export interface JobDefinitionRecord extends RegisterJobDefinitionRequest {
  readonly jobDefinitionName: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE';
}

/** `name:revision`, which is how a definition is known within an account. */
export const definitionKey = ({ jobDefinitionName, revision }: JobDefinitionRecord): string =>
  `${jobDefinitionName}:${revision}`;

/** The account's job definitions with all their revisions. */
export class JobDefinitions {
  readonly #records: Records<JobDefinitionRecord>;
  readonly #lastRevision = new Map<string, number>();

  constructor(records: Records<JobDefinitionRecord>) {
    this.#records = records;
    for (const definition of this.all()) this.#count(definition);
  }

  register(request: RegisterJobDefinitionRequest & { jobDefinitionName: string }): JobDefinitionRecord {
    const revision = (this.#lastRevision.get(request.jobDefinitionName) ?? 0) + 1;
    const definition: JobDefinitionRecord = { ...request, revision, status: 'ACTIVE' };
    this.put(definition);
    this.#count(definition);
    return definition;
  }

  put(definition: JobDefinitionRecord): void {
    this.#records.put(definitionKey(definition), definition);
  }

  /** By `name:revision`, or an ARN that ends in it, whatever the status. */
  get(key: string): JobDefinitionRecord | undefined {
    return this.#records.get(nameIn(key));
  }

  /** By name, `name:revision` or ARN; without a revision the newest active one. */
  active(nameOrArn: string): JobDefinitionRecord | undefined {
    const name = nameIn(nameOrArn);
    if (name.includes(':')) {
      const definition = this.#records.get(name);
      return definition?.status === 'ACTIVE' ? definition : undefined;
    }
    for (let revision = this.#lastRevision.get(name) ?? 0; revision > 0; revision--) {
      const definition = this.#records.get(`${name}:${revision}`);
      if (definition?.status === 'ACTIVE') return definition;
    }
    return undefined;
  }

  all(): JobDefinitionRecord[] {
    return Array.from(this.#records.entries(), ([, definition]) => definition);
  }

  #count({ jobDefinitionName, revision }: JobDefinitionRecord): void {
    const last = this.#lastRevision.get(jobDefinitionName) ?? 0;
    this.#lastRevision.set(jobDefinitionName, Math.max(last, revision));
  }
}
