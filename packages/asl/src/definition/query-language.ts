/** The languages in which a machine, or a state of it, may be written. */
export const QUERY_LANGUAGES = ['JSONPath', 'JSONata'] as const;

/** The language of a state's expressions. */
export type QueryLanguage = (typeof QUERY_LANGUAGES)[number];
