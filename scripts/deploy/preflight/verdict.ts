/** What a check before a deploy says. A warning does not stop it. */
export interface Verdict {
  readonly check: string;
  readonly outcome: 'passed' | 'warned' | 'failed';
  /** What was found; for a failure also what to do. */
  readonly message: string;
}

const MARKS = { passed: '✓', warned: '!', failed: '✗' };

export const verdictLine = ({ check, outcome, message }: Verdict) =>
  `${MARKS[outcome]} ${check.padEnd(12)} ${message}`;
