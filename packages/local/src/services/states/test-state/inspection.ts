import type { InspectionData, InspectionErrorDetails } from '@aws-sdk/client-sfn';
import type { Json, Stage } from '@batch-workflows/asl';
import type { TestedState } from './tested-state.ts';
import type { WrittenJson } from './written-json.ts';

const TEXTS = [
  'afterArguments',
  'afterInputPath',
  'afterParameters',
  'result',
  'afterResultSelector',
  'afterResultPath',
  'afterItemsPath',
  'afterItemsPointer',
  'afterItemSelector',
  'afterItemBatcher',
] as const satisfies readonly Stage[];
const NUMBERS = [
  'maxConcurrency',
  'toleratedFailureCount',
  'toleratedFailurePercentage',
] as const satisfies readonly Stage[];
const INPUTS: readonly Stage[] = ['afterArguments', 'afterInputPath', 'afterParameters'];

/** What was seen of the data on their way through the state. */
export interface Inspected {
  readonly input: Json;
  readonly stages: ReadonlyMap<Stage, Json>;
  readonly variables: { readonly [name: string]: Json };
  readonly errorDetails: InspectionErrorDetails | undefined;
}

/** `inspectionData`, as DEBUG and TRACE have it. AWS leaves the first stages out where nothing looks at them. */
export function inspectionData(seen: Inspected, tested: TestedState, json: WrittenJson): InspectionData {
  const hasOwnResult = tested.state.type === 'Pass' && 'Result' in tested.definition;
  const skipped = hasOwnResult || tested.state.type === 'Parallel' ? INPUTS : [];
  const data: InspectionData = { input: json.text(seen.input) };
  for (const stage of TEXTS) {
    const value = skipped.includes(stage) ? undefined : seen.stages.get(stage);
    if (value !== undefined) data[stage] = json.text(value);
  }
  for (const stage of NUMBERS) {
    const value = seen.stages.get(stage);
    if (typeof value === 'number') data[stage] = value;
  }
  if (Object.keys(seen.variables).length > 0) data.variables = json.text(seen.variables);
  if (seen.errorDetails !== undefined) data.errorDetails = seen.errorDetails;
  return data;
}
