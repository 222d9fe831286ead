import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { InputError, InputUnavailable } from './input-errors.ts';
import { InvalidInput } from './invalid-input.ts';
import { OutputNotWritable, OutputUnavailable } from './output-errors.ts';
import { NotParquet } from './parquet-footer.ts';
import { UnexpectedData } from './unexpected-data.ts';

/** The first class that an error is an instance of tells the exit code. */
const FAILURES: readonly (readonly [abstract new (...args: never) => Error, ExitCode])[] = [
  [InvalidInput, EXIT_CODES.usage],
  [UnexpectedData, EXIT_CODES.data],
  [NotParquet, EXIT_CODES.data],
  [InputUnavailable, EXIT_CODES.unavailable],
  [InputError, EXIT_CODES.noInput],
  [OutputNotWritable, EXIT_CODES.cannotWrite],
  [OutputUnavailable, EXIT_CODES.unavailable],
];

/** The exit code that an error ends the program with; an error that nobody named is a defect of the program. */
export const exitCodeOf = (error: unknown): ExitCode =>
  FAILURES.find(([named]) => error instanceof named)?.[1] ?? EXIT_CODES.internal;
