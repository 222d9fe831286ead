const DATA = new Set([
  'input',
  'inputDetails',
  'output',
  'outputDetails',
  'parameters',
  'assignedVariables',
  'assignedVariablesDetails',
]);

/** The details of a history event without what flowed through the execution. */
export const withoutData = (details: object): object =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
