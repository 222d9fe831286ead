import type { Definition } from '../machine-files.ts';
import type { Resource } from '../packaged-template.ts';

/** A machine's definition; undefined where its text is not JSON, which is the definitions check's to say. */
export function definitionOf({ Properties }: Resource): Definition | undefined {
  try {
    return JSON.parse(String(Properties['DefinitionString']));
  } catch {
    return undefined;
  }
}
