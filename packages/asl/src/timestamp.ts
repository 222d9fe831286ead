const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/u;

const MINUTE = 60_000;
const MOST_OFFSET = 18 * 60;

/**
 * The milliseconds since 1970 of a timestamp in the States Language's profile of ISO 8601, else undefined. As in Java,
 * whose format AWS's messages name, no day may be over its month, no offset over 18 hours, no fraction over nanoseconds.
 */
export function parseTimestamp(text: string): number | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] =
    FORM.exec(text) ?? [];
  if (year === undefined) return undefined;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const local = new Date(0);
  local.setUTCFullYear(parts[0] as number, (parts[1] as number) - 1, parts[2]);
  local.setUTCHours(parts[3] as number, parts[4], parts[5], Number(fraction.slice(0, 3).padEnd(3, '0')));
  // A part that is too large makes the next one larger.
  if (componentsOf(local).some((component, i) => component !== parts[i])) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || offset > MOST_OFFSET) return undefined;
  return local.getTime() - (sign === '-' ? -offset : offset) * MINUTE;
}

const componentsOf = (date: Date) => [
  ...[date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()],
  ...[date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()],
];

/** `2016-12-05T21:29:29.123Z` */
export const formatTimestamp = (time: number) => new Date(time).toISOString();
