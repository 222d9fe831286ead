/** Any JSON value. Values are never changed in place: states share them. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** Whether a value is a JSON object: neither null nor a list. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Array.isArray`, for lists that are not to be changed. */
export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A copy of `object` with `key` set; `__proto__` is a key like any other. */
export function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  return Object.fromEntries([
    ...Object.entries(object).filter(([existing]) => existing !== key),
    [key, value],
  ]);
}
