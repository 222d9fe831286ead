/** What the language may ask of the world: chance and digests come in as arguments, so that a step is pure. */
export interface Host {
  /** A number in [0, 1). */
  random(): number;
  /** A version 4 UUID. */
  uuid(): string;
  /** The hex digest of a text's UTF-8 bytes. */
  hash(algorithm: HashAlgorithm, text: string): string;
  base64Encode(text: string): string;
  /** The text that Base64 stands for, or undefined where it is not Base64. */
  base64Decode(text: string): string | undefined;
  /** A secret that names a task of this execution to callers of SendTaskSuccess and the like. */
  taskToken(task: number): string;
}

export const HASH_ALGORITHMS = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];
