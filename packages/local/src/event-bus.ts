/** An event in EventBridge's shape, for example `Batch Job State Change`. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly time: number;
  readonly detail: unknown;
}

/** The account's default event bus: services publish, the composition root subscribes one to another. */
export class EventBus {
  readonly #subscribers: ((event: BusEvent) => void)[] = [];

  publish(event: BusEvent): void {
    for (const notify of this.#subscribers) notify(event);
  }

  subscribe(notify: (event: BusEvent) => void): void {
    this.#subscribers.push(notify);
  }
}
