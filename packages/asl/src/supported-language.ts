import { comparisons, typeTests } from './choice/operators.ts';
import { QUERY_LANGUAGES } from './definition/query-language.ts';
import { intrinsics } from './intrinsics/registry.ts';
import { STEP_FUNCTIONS } from './jsonata/functions.ts';
import { relations } from './paths/filter-relations.ts';
import { stateTypes } from './states/registry.ts';

/** What of the Amazon States Language is known here, from the registries that the interpreter itself uses. */
export const supportedLanguage = {
  queryLanguages: [...QUERY_LANGUAGES],
  stateTypes: Object.keys(stateTypes),
  intrinsics: [...intrinsics.keys()],
  filterOperators: ['!', '&&', '||', ...relations.keys()],
  jsonataFunctions: [...STEP_FUNCTIONS],
  choiceOperators: ['And', 'Or', 'Not', 'IsPresent', ...typeTests.keys(), ...comparisons.keys()],
};
