import { createRequire } from 'node:module';
import { compile, InvalidDefinition } from '@batch-workflows/asl';
import { placeholdersOf } from '../machine-files.ts';
import { ofType, type Resource } from '../packaged-template.ts';
import type { Check } from './check.ts';
import { definitionOf } from './definition.ts';

interface Validation {
  readonly isValid: boolean;
  readonly errorsText: (separator?: string) => string;
}
const validate = createRequire(import.meta.url)('asl-validator') as (
  definition: unknown,
  options: { readonly checkArn: boolean },
) => Validation;

/** asl-validator's word about each machine. Placeholders are no ARNs yet. */
export const aslValidator: Check = {
  name: 'asl-validator',
  findings: (template) =>
    ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, machine]) => {
      const definition = definitionOf(machine);
      if (definition === undefined) return [`${id}: its definition is not JSON`];
      const { isValid, errorsText } = validate(definition, { checkArn: false });
      return isValid ? [] : [`${id}: ${errorsText()}`];
    }),
};

/** What our own reader of the language says, with every placeholder filled by the template and no other. */
export const definitions: Check = {
  name: 'definitions',
  findings: (template) =>
    ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, machine]) =>
      [...substitutions(machine), ...language(machine)].map((what) => `${id}${what}`),
    ),
};

function substitutions({ Properties }: Resource): string[] {
  const given = new Set(Object.keys(Properties['DefinitionSubstitutions'] ?? {}));
  const wanted = placeholdersOf(String(Properties['DefinitionString']));
  return [
    ...[...wanted].filter((name) => !given.has(name)).map((name) => `: nothing fills \${${name}}`),
    ...[...given]
      .filter((name) => !wanted.has(name))
      .map((name) => `: fills \${${name}}, which it does not have`),
  ];
}

function language({ Properties }: Resource): string[] {
  try {
    compile(String(Properties['DefinitionString']));
    return [];
  } catch (error) {
    if (error instanceof SyntaxError) return [`: is not JSON: ${error.message}`];
    if (!(error instanceof InvalidDefinition)) throw error;
    return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
}
