import type { EncryptionConfiguration } from '@aws-sdk/client-sfn';
import type { Records, Store } from '../../store/store.ts';
import { activityDoesNotExist } from './errors.ts';

/** `createdAt` in ms since 1970. */
export interface ActivityRecord {
  readonly activityArn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly encryptionConfiguration?: EncryptionConfiguration;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html */
export class Activities {
  readonly #activities: Records<ActivityRecord>;

  constructor(store: Store) {
    this.#activities = store.records('states.activity');
  }

  /** @throws ActivityDoesNotExist */
  get(arn: string): ActivityRecord {
    const activity = this.find(arn);
    if (activity === undefined) throw activityDoesNotExist(arn);
    return activity;
  }

  find(arn: string): ActivityRecord | undefined {
    return this.#activities.get(arn);
  }

  put(activity: ActivityRecord): void {
    this.#activities.put(activity.activityArn, activity);
  }

  delete(arn: string): void {
    this.#activities.delete(arn);
  }

  all(): ActivityRecord[] {
    return [...this.#activities.entries()].map(([, activity]) => activity);
  }
}
