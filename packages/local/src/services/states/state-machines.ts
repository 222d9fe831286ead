import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EncryptionConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import { compile, InvalidDefinition, type Program } from '@batch-workflows/asl';
import type { Records, Store } from '../../store/store.ts';
import { checkDefinition, diagnosticOf, type MachineType, reasonOf } from './definition-check.ts';
import { invalidDefinition, stateMachineDoesNotExist } from './errors.ts';
import type { MachineLogging } from './logging-configuration.ts';

/** A state machine as it is now, or as it was when a version of it was published. Times in ms since 1970. */
export interface StateMachineRecord {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  /** The key of its definition among the definitions. */
  readonly definitionId: string;
  /** Absent until the first update. */
  readonly revisionId?: string;
  /** The number of the version published last, 0 before the first: numbers are not given twice. */
  readonly lastVersion: number;
  /** What CreateStateMachine was asked beside, for its idempotency. */
  readonly publishedAtCreation: boolean;
  readonly versionDescriptionAtCreation?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly loggingConfiguration: MachineLogging;
  readonly tracingConfiguration: TracingConfiguration;
  readonly encryptionConfiguration?: EncryptionConfiguration;
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
  keepDefinition(text: string, type: MachineType): string {
    const id = createHash('sha256').update(text).digest('hex');
    const checked = checkDefinition(text, type);
    if (checked.program === undefined) throw invalidDefinition(reasonOf(checked.diagnostics));
    this.#programs.set(id, checked.program);
    if (this.#definitions.get(id) === undefined) this.#definitions.put(id, text);
    return id;
  }

  definition(id: string): string {
    const text = this.#definitions.get(id);
    if (text === undefined) throw new Error(`the store has no definition ${id}`);
    return text;
  }

  /**
   * A definition compiled, once for all its executions. It was taken: what its tasks call is not checked again.
   * @throws InvalidDefinition where an older version took it that knew fewer checks of the language
   */
  program(id: string): Program {
    const known = this.#programs.get(id);
    if (known !== undefined) return known;
    try {
      const program = compile(this.definition(id));
      this.#programs.set(id, program);
      return program;
    } catch (error) {
      if (!(error instanceof InvalidDefinition)) throw error;
      throw invalidDefinition(reasonOf(error.problems.map(diagnosticOf)));
    }
  }
}

/** What two requests for a state machine are compared by. */
export type MachineSettings = Pick<
  StateMachineRecord,
  | 'type'
  | 'definitionId'
  | 'loggingConfiguration'
  | 'tracingConfiguration'
  | 'encryptionConfiguration'
  | 'publishedAtCreation'
  | 'versionDescriptionAtCreation'
>;

export const isSameMachine = (a: MachineSettings, b: MachineSettings) =>
  a.type === b.type &&
  a.definitionId === b.definitionId &&
  isDeepStrictEqual(a.loggingConfiguration, b.loggingConfiguration) &&
  isDeepStrictEqual(a.tracingConfiguration, b.tracingConfiguration) &&
  isDeepStrictEqual(a.encryptionConfiguration, b.encryptionConfiguration) &&
  a.publishedAtCreation === b.publishedAtCreation &&
  a.versionDescriptionAtCreation === b.versionDescriptionAtCreation;

export const newRevisionId = () => randomUUID();
