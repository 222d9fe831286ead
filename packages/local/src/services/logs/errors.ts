import { AwsError } from '../../errors.ts';

/** What CloudWatch Logs refuses, in AWS's words. */
export const logsErrors = {
  groupNotFound: () => new AwsError('ResourceNotFoundException', 'The specified log group does not exist.'),
  streamNotFound: () => new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.'),
  groupExists: () => new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists'),
  streamExists: () =>
    new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists'),
  tooManyTags: () => new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.'),
  invalid: (message: string) => new AwsError('InvalidParameterException', message),
  /** A member's value that does not fit. */
  constraint: (value: unknown, member: string, constraint: string) =>
    logsErrors.invalid(
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
    ),
} as const;
