import { logsErrors } from '../errors.ts';

export const invalidPattern = (problem: string) => logsErrors.invalid(`Invalid filter pattern: ${problem}`);

export const unsupportedPattern = (what: string) =>
  logsErrors.invalid(`${what} is not supported by the local CloudWatch Logs; use terms or a JSON pattern`);
