/**
 * What the program's exit code tells Batch's retry strategy and a reader of `container.exitCode`: BSD's sysexits,
 * and 128 + 15 for SIGTERM. https://man.freebsd.org/cgi/man.cgi?query=sysexits
 */
export const EXIT_CODES = {
  ok: 0,
  /** The command line is wrong: another attempt would end the same. */
  usage: 64,
  /** The data is not as expected: another attempt would end the same. */
  data: 65,
  /** The input is missing or may not be read. */
  noInput: 66,
  /** S3 did not answer, or throttled: worth another attempt. */
  unavailable: 69,
  /** A defect of the program. */
  internal: 70,
  /** The output's place is missing or may not be written. */
  cannotWrite: 73,
  /** SIGTERM: the job was terminated, or timed out, or its capacity was reclaimed. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
