/** `45 s`, `12 min`, `3.4 h`, `2.1 days`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${short(seconds)} s`;
  if (seconds < 7200) return `${short(seconds / 60)} min`;
  if (seconds < 172_800) return `${short(seconds / 3600)} h`;
  return `${short(seconds / 86_400)} days`;
}

/** `12,345`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** Dollars and cents. */
export const money = (dollars: number): string =>
  dollars === 0 ? '0' : dollars < 0.01 ? '< 0.01' : dollars.toLocaleString('en', CENTS);

const CENTS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

const short = (value: number) => Number(value.toFixed(value < 10 ? 1 : 0)).toLocaleString('en');
