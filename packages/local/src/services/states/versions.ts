import type { Records, Store } from '../../store/store.ts';
import { serviceQuotaExceeded, validation } from './errors.ts';
import type { StateMachineRecord, StateMachines } from './state-machines.ts';

/** A state machine as it was when it was published. `createdAt` in ms since 1970. */
export interface VersionRecord {
  readonly stateMachineVersionArn: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly machine: StateMachineRecord;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_VERSIONS = 1000;

/**
 * The published versions of all state machines, numbered from 1.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html
 */
export class Versions {
  readonly #machines: StateMachines;
  readonly #versions: Records<VersionRecord>;

  constructor(store: Store, machines: StateMachines) {
    this.#machines = machines;
    this.#versions = store.records('states.version');
  }

  find(arn: string): VersionRecord | undefined {
    return this.#versions.get(arn);
  }

  /** The newest first. */
  of(stateMachineArn: string): VersionRecord[] {
    return [...this.#versions.entries()]
      .map(([, version]) => version)
      .filter(({ machine }) => machine.stateMachineArn === stateMachineArn)
      .sort((a, b) => b.machine.lastVersion - a.machine.lastVersion);
  }

  /** The version of the machine's current revision, if it was published. */
  ofRevision({ stateMachineArn, revisionId }: StateMachineRecord): VersionRecord | undefined {
    return this.of(stateMachineArn).find(({ machine }) => machine.revisionId === revisionId);
  }

  /** Publishes the current revision, once. @throws ServiceQuotaExceededException */
  publish(machine: StateMachineRecord, description: string | undefined, createdAt: number): VersionRecord {
    const existing = this.ofRevision(machine);
    if (existing !== undefined) return existing;
    if (this.of(machine.stateMachineArn).length >= MOST_VERSIONS) {
      throw serviceQuotaExceeded(
        `A state machine cannot have more than ${MOST_VERSIONS} versions: delete some of '${machine.stateMachineArn}'`,
      );
    }
    const published = { ...machine, lastVersion: machine.lastVersion + 1 };
    const version: VersionRecord = {
      stateMachineVersionArn: `${machine.stateMachineArn}:${published.lastVersion}`,
      ...(description === undefined ? {} : { description }),
      createdAt,
      machine: published,
    };
    this.#machines.put(published);
    this.#versions.put(version.stateMachineVersionArn, version);
    return version;
  }

  delete(arn: string): void {
    this.#versions.delete(arn);
  }
}

/** @throws ValidationException for the description of a version that is not published */
export function requirePublished(publish: boolean, versionDescription: string | undefined): void {
  if (versionDescription !== undefined && !publish)
    throw validation('Version description can only be set when publish is true');
}
