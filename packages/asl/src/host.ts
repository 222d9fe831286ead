import type { Stage } from './flow/stage.ts';
import type { Json, JsonObject } from './json.ts';

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
  /** Whether an activity exists when a Task comes to it; where it is left out, every activity does. */
  activityExists?(arn: string): boolean;
  /** Why a Task's Resource cannot take its parameters; where it is left out, every one can. */
  parametersProblem?(resource: string, parameters: Json): string | undefined;
  /** Is told what a state's data are at each stage; a test of a state wants to know. */
  observe?(stage: Stage, value: Json): void;
  /** The context object, where it is not the execution's own. */
  readonly context?: JsonObject;
}

/** The digests that States.Hash and $hash know. */
export const HASH_ALGORITHMS = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];
