import { variableReferences } from '@batch-workflows/asl';

/** `variableReferences` as a part of a description: nothing where no state refers to any, or the definition is left out. */
export function variablesIn(definition: string | undefined): {
  readonly variableReferences?: Record<string, string[]>;
} {
  if (definition === undefined) return {};
  const references = variableReferences(JSON.parse(definition));
  return Object.keys(references).length === 0 ? {} : { variableReferences: references };
}
