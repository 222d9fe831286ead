/** `████████░░░░` of `width` characters. */
export function bar(part: number, whole: number, width: number): string {
  const filled = whole <= 0 ? 0 : Math.round((Math.max(0, part) / whole) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
