import type { Json } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { ResultFile, type WrittenFile } from './result-file.ts';

/** How values stand in a file. */
interface Layout {
  readonly extension: string;
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

const LAYOUTS: Readonly<Record<string, Layout>> = {
  JSON: { extension: 'json', before: '[', between: ',', after: ']' },
  JSONL: { extension: 'jsonl', before: '', between: '\n', after: '' },
};

/** The results of one status: `FAILED_0.json` and, where they exceed the size of a file, `FAILED_1.json` and so on. */
export class ResultFiles {
  readonly #bucket: unknown;
  /** The key without the number and what follows. */
  readonly #key: string;
  readonly #layout: Layout;
  readonly #largest: number;
  readonly #context: TaskContext;
  readonly #written: WrittenFile[] = [];
  #file: ResultFile | undefined;

  /** @param largest the most bytes of a file */
  constructor(bucket: unknown, key: string, outputType: unknown, largest: number, context: TaskContext) {
    this.#bucket = bucket;
    this.#key = key;
    this.#layout = LAYOUTS[String(outputType)] ?? (LAYOUTS['JSON'] as Layout);
    this.#largest = largest;
    this.#context = context;
  }

  async add(value: Json): Promise<void> {
    const text = JSON.stringify(value);
    const { extension, before, between, after } = this.#layout;
    if (this.#file !== undefined) {
      const more = Buffer.byteLength(text) + between.length + after.length;
      if (this.#file.size + more <= this.#largest) return this.#file.write(`${between}${text}`);
      await this.#end();
    }
    const key = `${this.#key}_${this.#written.length}.${extension}`;
    this.#file = new ResultFile(this.#bucket, key, this.#context);
    await this.#file.write(`${before}${text}`);
  }

  /** All files, once they are written; none where there was no result. */
  async end(): Promise<readonly WrittenFile[]> {
    await this.#end();
    return this.#written;
  }

  async #end(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    if (this.#layout.after !== '') await file.write(this.#layout.after);
    this.#written.push(await file.end());
  }
}
