/** Amazon States Language: definitions compiled, executions as folds over their events, AWS's history of them. */
export { compile, InvalidDefinition } from './definition/compile.ts';
export type { Program } from './definition/program.ts';
export type { ExecutionIdentity, LogEvent } from './execution/event.ts';
export { CorruptLog, evolve } from './execution/evolve.ts';
export { type Execution, type ExecutionStatus, newExecution, type Timer } from './execution/execution.ts';
export type { Frame, PendingTask } from './execution/frame.ts';
export type { Signal } from './execution/signal.ts';
export { PAYLOAD_LIMIT, step, type World } from './execution/step.ts';
export { type HistoryEvent, type HistoryRange, history } from './history.ts';
export { HASH_ALGORITHMS, type HashAlgorithm, type Host } from './host.ts';
export { isArray, isObject, type Json, type JsonObject } from './json.ts';
export { jsonSize } from './json-size.ts';
export type { Problem } from './payload-template.ts';
export { parseResource, type Resource } from './resource.ts';
