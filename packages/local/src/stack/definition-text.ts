import { Properties } from './properties.ts';
import { StackError } from './stack-error.ts';

const PLACEHOLDER = /\$\{([A-Za-z0-9_.:-]+)\}/g;

/**
 * A state machine's definition with its `${Placeholders}` filled from DefinitionSubstitutions, as text. A
 * placeholder that nothing fills is an error that names it: a service would only see a broken ARN.
 */
export function definitionText(properties: Properties): string {
  const given = properties.optionalText('DefinitionString');
  const object = properties.optionalObject('Definition');
  if ((given === undefined) === (object === undefined)) {
    throw new StackError(properties.place, 'needs either DefinitionString or Definition');
  }
  const text = given ?? JSON.stringify(object);
  const substitutions = new Properties(
    properties.optionalObject('DefinitionSubstitutions') ?? {},
    properties.at('DefinitionSubstitutions'),
  );
  const missing = new Set<string>();
  const filled = text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = substitutions.optionalText(name);
    if (value !== undefined) return value;
    missing.add(placeholder);
    return placeholder;
  });
  if (missing.size === 0) return filled;
  throw new StackError(
    properties.at(given === undefined ? 'Definition' : 'DefinitionString'),
    `nothing fills ${[...missing].join(', ')}; add to DefinitionSubstitutions, which has ${Object.keys(substitutions.values).join(', ') || 'nothing'}`,
  );
}
