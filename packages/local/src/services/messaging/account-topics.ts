import type { LocalConfig } from '../../config.ts';
import { FAUXQS_ACCOUNT, SnsStore, type SnsSubscription, type SnsTopic } from './fauxqs-internals.ts';

/** fauxqs' topics with the account and the region of this local AWS in the ARNs of topics and subscriptions. */
export class AccountTopics extends SnsStore {
  readonly #config: LocalConfig;

  constructor(config: LocalConfig) {
    super();
    this.#config = config;
    this.region = config.region;
  }

  /** Lets fauxqs check and make the topic under its own ARN, then keeps it under the account's. */
  override createTopic(
    name: string,
    attributes: Record<string, string> | undefined,
    tags: Record<string, string> | undefined,
  ): SnsTopic {
    const { accountId, region } = this.#config;
    const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
    const fauxqsArn = `arn:aws:sns:${region}:${FAUXQS_ACCOUNT}:${name}`;
    const existing = this.topics.get(arn);
    const { persistence } = this;
    this.persistence = undefined;
    if (existing !== undefined) this.topics.set(fauxqsArn, existing);
    try {
      const topic = super.createTopic(name, attributes, tags, region);
      topic.arn = arn;
      this.topics.set(arn, topic);
      persistence?.insertTopic(topic);
      return topic;
    } finally {
      this.topics.delete(fauxqsArn);
      this.persistence = persistence;
    }
  }

  override subscribe(
    topicArn: string,
    protocol: string,
    endpoint: string,
    attributes?: Record<string, string>,
  ): SnsSubscription | undefined {
    const made = super.subscribe(topicArn, protocol, endpoint, attributes);
    const topic = this.topics.get(topicArn);
    if (made === undefined || topic === undefined || !made.arn.includes(`:${FAUXQS_ACCOUNT}:`)) return made;
    super.unsubscribe(made.arn);
    const arn = made.arn.replace(`:${FAUXQS_ACCOUNT}:`, `:${this.#config.accountId}:`);
    const subscription = { ...made, arn };
    this.subscriptions.set(arn, subscription);
    topic.subscriptionArns.push(arn);
    this.persistence?.insertSubscription(subscription);
    this.persistence?.updateTopicSubscriptionArns(topicArn, topic.subscriptionArns);
    return subscription;
  }
}
