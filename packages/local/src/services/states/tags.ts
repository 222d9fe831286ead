import type { Tag } from '@aws-sdk/client-sfn';
import type { Records, Store } from '../../store/store.ts';
import { tooManyTags } from './errors.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#concepts-tagging */
const MOST_TAGS = 50;

/** The tags of state machines and activities, by ARN and key, in the order in which they came. */
export class Tags {
  readonly #tags: Records<Record<string, string>>;

  constructor(store: Store) {
    this.#tags = store.records('states.tag');
  }

  of(arn: string): Tag[] {
    return Object.entries(this.#tags.get(arn) ?? {}).map(([key, value]) => ({ key, value }));
  }

  /** @throws TooManyTags */
  add(arn: string, tags: readonly Tag[]): void {
    if (tags.length === 0) return;
    const added = { ...this.#tags.get(arn) };
    for (const { key = '', value = '' } of tags) added[key] = value;
    if (Object.keys(added).length > MOST_TAGS) throw tooManyTags(arn, MOST_TAGS);
    this.#tags.put(arn, added);
  }

  remove(arn: string, keys: readonly string[]): void {
    const left = Object.entries(this.#tags.get(arn) ?? {}).filter(([key]) => !keys.includes(key));
    this.#tags.put(arn, Object.fromEntries(left));
  }

  delete(arn: string): void {
    this.#tags.delete(arn);
  }
}
