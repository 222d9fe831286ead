const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u;

/** The milliseconds since 1970 of a timestamp in the States Language's profile of ISO 8601, else undefined. */
export function parseTimestamp(text: string): number | undefined {
  if (!FORM.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** `2016-12-05T21:29:29.123Z` */
export const formatTimestamp = (time: number) => new Date(time).toISOString();
