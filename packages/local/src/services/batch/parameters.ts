const PLACEHOLDER = /Ref::([A-Za-z0-9_-]+)/g;

/**
 * A command with its `Ref::name` placeholders replaced by parameters; one without a parameter stays as it is.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#parameters
 */
export const substitute = (
  command: readonly string[],
  parameters: Readonly<Record<string, string>>,
): string[] =>
  command.map((word) =>
    word.replace(PLACEHOLDER, (placeholder, name: string) =>
      Object.hasOwn(parameters, name) ? String(parameters[name]) : placeholder,
    ),
  );
