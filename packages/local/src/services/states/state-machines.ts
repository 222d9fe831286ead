import { createHash, randomUUID } from 'node:crypto';
import { compile, InvalidDefinition, type Program } from '@batch-workflows/asl';
import { unsupportedReason } from '../../integrations/registry.ts';
import type { Records, Store } from '../../store/store.ts';
import { invalidDefinition, stateMachineDoesNotExist } from './errors.ts';

/** A state machine as it is now. Times in ms since 1970. */
export interface StateMachineRecord {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly roleArn: string;
  /** The key of its definition among the definitions. */
  readonly definitionId: string;
  readonly revisionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly loggingConfiguration: object;
  readonly tracingConfiguration: object;
}

/** State machines by ARN, and every definition that one of them or an execution has. */
export class StateMachines {
  readonly #machines: Records<StateMachineRecord>;
  readonly #definitions: Records<string>;
  readonly #programs = new Map<string, Program>();

  constructor(store: Store) {
    this.#machines = store.records('states.machine');
    this.#definitions = store.records('states.definition');
  }

  /** @throws StateMachineDoesNotExist */
  get(arn: string): StateMachineRecord {
    const machine = this.find(arn);
    if (machine === undefined) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  find(arn: string): StateMachineRecord | undefined {
    return this.#machines.get(arn);
  }

  put(machine: StateMachineRecord): void {
    this.#machines.put(machine.stateMachineArn, machine);
  }

  delete(arn: string): void {
    this.#machines.delete(arn);
  }

  all(): StateMachineRecord[] {
    return [...this.#machines.entries()].map(([, machine]) => machine);
  }

  /** Keeps a definition and gives its key. @throws InvalidDefinition */
  keepDefinition(text: string): string {
    const id = createHash('sha256').update(text).digest('hex');
    this.#compile(id, text);
    if (this.#definitions.get(id) === undefined) this.#definitions.put(id, text);
    return id;
  }

  definition(id: string): string {
    const text = this.#definitions.get(id);
    if (text === undefined) throw new Error(`the store has no definition ${id}`);
    return text;
  }

  /** A definition compiled, once for all its executions. */
  program(id: string): Program {
    return this.#programs.get(id) ?? this.#compile(id, this.definition(id));
  }

  #compile(id: string, text: string): Program {
    try {
      const program = compile(text, { resourceProblem: unsupportedReason });
      this.#programs.set(id, program);
      return program;
    } catch (error) {
      if (!(error instanceof InvalidDefinition)) throw error;
      throw invalidDefinition(`SCHEMA_VALIDATION_FAILED: ${error.message}`);
    }
  }
}

export const newRevisionId = () => randomUUID();
