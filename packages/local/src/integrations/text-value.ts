import type { Json } from '@batch-workflows/asl';

/** A message's text: a string as it is, anything else as its JSON text. */
export const textValue = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
