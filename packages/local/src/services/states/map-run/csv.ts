/**
 * Takes a delimited text part by part and gives the values of each record; quoted ones may hold delimiters, line ends
 * and doubled quotes (RFC 4180). Empty lines are no records.
 */
export class CsvParser {
  readonly #delimiter: string;
  #records: string[][] = [];
  #record: string[] = [];
  #value = '';
  #quoted = false;
  /** A quote within a quoted value: its end, or the first of two. */
  #quote = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that end in this part. */
  push(text: string): string[][] {
    for (const character of text) this.#take(character);
    return this.#taken();
  }

  /** The last record, where no line end follows it. */
  end(): string[][] {
    if (this.#value !== '' || this.#record.length > 0) this.#endRecord();
    return this.#taken();
  }

  #take(character: string): void {
    if (this.#quote) {
      this.#quote = false;
      if (character === '"') {
        this.#value += character;
        return;
      }
      this.#quoted = false;
    }
    if (this.#quoted) {
      if (character === '"') this.#quote = true;
      else this.#value += character;
    } else if (character === '"' && this.#value === '') this.#quoted = true;
    else if (character === this.#delimiter) {
      this.#record.push(this.#value);
      this.#value = '';
    } else if (character === '\n') this.#endRecord();
    else if (character !== '\r') this.#value += character;
  }

  #endRecord(): void {
    this.#record.push(this.#value);
    if (this.#record.length > 1 || this.#value !== '') this.#records.push(this.#record);
    this.#record = [];
    this.#value = '';
  }

  #taken(): string[][] {
    const records = this.#records;
    this.#records = [];
    return records;
  }
}
