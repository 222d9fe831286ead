export const QUERY_LANGUAGES = ['JSONPath', 'JSONata'] as const;

/** The language of a state's expressions. */
export type QueryLanguage = (typeof QUERY_LANGUAGES)[number];
