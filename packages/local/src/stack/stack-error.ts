/** The template cannot be made real here: says where in it (`place`, a logical id and JSON path) and what to do. */
export class StackError extends Error {
  override readonly name: string = 'StackError';

  constructor(place: string, problem: string, options?: ErrorOptions) {
    super(`${place}: ${problem}`, options);
  }
}

/** Everything wrong at once, one problem a line, so that a template is mended in one go. */
class StackErrors extends AggregateError {
  override readonly name: string = 'StackErrors';

  constructor(errors: readonly unknown[]) {
    const lines = errors.map((error) => `  ${error instanceof Error ? error.message : String(error)}`);
    super(errors, `${errors.length} problems in the template:\n${lines.join('\n')}`);
  }
}

/** Throws the one problem as it is, several together, and returns when there is none. */
export function throwProblems(problems: readonly unknown[]): void {
  if (problems.length === 1) throw problems[0];
  if (problems.length > 1) throw new StackErrors(problems);
}
