/** Many file systems end a name at 255 bytes, and names of groups and streams may have 512 characters. */
const LONGEST = 200;

/**
 * A group's or stream's name as a relative path that no other name has: what is not a letter, a digit or harmless is
 * percent-encoded (so `..` is no way out), and a long name becomes folders, all but the last marked with `+`.
 */
export function pathOfName(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll('.', '%2E').replaceAll('*', '%2A');
  return encoded.match(new RegExp(`.{1,${LONGEST}}`, 'gu'))?.join('+/') ?? '';
}

export const nameOfPath = (path: string): string => decodeURIComponent(path.replaceAll(/\+[/\\]/gu, ''));
