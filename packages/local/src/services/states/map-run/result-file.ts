import { callAs, type TaskContext } from '../../../integrations/integration.ts';

/** The size of an upload's parts, and the most of a file that is kept in memory. */
const PART = 8 * 2 ** 20;

/** A file in S3, as a manifest names it. */
export interface WrittenFile {
  readonly Key: string;
  /** In bytes. */
  readonly Size: number;
}

/** Writes one S3 object whose end is not known at its start; its parts go to S3 as they come. */
export class ResultFile {
  readonly #target: { readonly Bucket: unknown; readonly Key: string };
  readonly #context: TaskContext;
  #texts: string[] = [];
  #held = 0;
  #upload: { readonly UploadId: string | undefined; readonly parts: object[] } | undefined;
  size = 0;

  constructor(Bucket: unknown, Key: string, context: TaskContext) {
    this.#target = { Bucket, Key };
    this.#context = context;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.byteLength(text);
    this.#texts.push(text);
    this.#held += bytes;
    this.size += bytes;
    if (this.#held >= PART) await this.#send();
  }

  async end(): Promise<WrittenFile> {
    const { Key } = this.#target;
    if (this.#upload === undefined) {
      await callAs(this.#context, 's3', 'PutObject', { ...this.#target, Body: this.#taken() });
      return { Key, Size: this.size };
    }
    if (this.#held > 0) await this.#send();
    const { UploadId, parts: Parts } = this.#upload;
    const upload = { ...this.#target, UploadId, MultipartUpload: { Parts } };
    await callAs(this.#context, 's3', 'CompleteMultipartUpload', upload);
    return { Key, Size: this.size };
  }

  async #send(): Promise<void> {
    if (this.#upload === undefined) {
      const { UploadId } = await callAs(this.#context, 's3', 'CreateMultipartUpload', this.#target);
      this.#upload = { UploadId, parts: [] };
    }
    const { UploadId, parts } = this.#upload;
    const PartNumber = parts.length + 1;
    const part = { ...this.#target, UploadId, PartNumber, Body: this.#taken() };
    const { ETag } = await callAs(this.#context, 's3', 'UploadPart', part);
    parts.push({ PartNumber, ETag });
  }

  #taken(): string {
    const text = this.#texts.join('');
    this.#texts = [];
    this.#held = 0;
    return text;
  }
}
