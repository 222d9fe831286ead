/** AWS fills an answer up to this many bytes. */
const MOST_BYTES = 1_048_576;

/** A page of events under way: so many of them, and so many bytes, but at least one. */
export class EventPage<Event extends { readonly message: string }> {
  readonly events: Event[] = [];
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns false when there is no room for it */
  add(event: Event): boolean {
    const bytes = this.#bytes + Buffer.byteLength(event.message) + 26;
    if (this.events.length >= this.#most) return false;
    if (this.events.length > 0 && bytes > MOST_BYTES) return false;
    this.events.push(event);
    this.#bytes = bytes;
    return true;
  }
}
