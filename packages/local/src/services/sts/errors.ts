import { AwsError } from '../../errors.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors */
export const stsErrors = {
  accessDenied: (principalArn: string, roleArn: string) =>
    new AwsError(
      'AccessDenied',
      `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    ),
  invalid: (message: string) => new AwsError('ValidationError', message),
};
