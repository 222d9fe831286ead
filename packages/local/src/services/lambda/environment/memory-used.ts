import { readFile } from 'node:fs/promises';

/**
 * A process's own memory in MB, without the pages of files it shares with others; undefined where the
 * system does not tell (it is read from Linux' /proc) or the process has ended.
 */
export async function memoryUsed(pid: number): Promise<number | undefined> {
  try {
    const kilobytes = /^RssAnon:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
