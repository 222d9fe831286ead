import type { Json } from '@batch-workflows/asl';

/** What becomes of a task, each called at its time. */
export interface TaskEnd {
  submitted(output: Json): void;
  succeeded(output: Json): void;
  failed(stage: 'submit' | 'run', error: string, cause: string): void;
  /** Is told once how to end the work, where it can be ended. */
  cancelBy(cancel: () => void): void;
}

/** The estimate has no model of what a workflow asks for. */
export class NoModel extends Error {}
