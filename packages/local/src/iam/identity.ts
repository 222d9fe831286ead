/** Who calls. Its ARN has the form that `sts:GetCallerIdentity` returns. */
export interface Identity {
  readonly accountId: string;
  readonly arn: string;
  /** The role whose policies decide; absent for the account's owner (any unknown access key) and for AWS services. */
  readonly roleArn?: string;
  /** Set when an AWS service calls on its own behalf, for example `lambda.amazonaws.com` assuming a function's role. */
  readonly servicePrincipal?: string;
  /** The function, job or state machine that a service acts for: `aws:SourceArn` in a trust policy's condition. */
  readonly sourceArn?: string;
}

/** The developer at the keyboard: may do anything, as the root user of an account may. */
export const accountOwner = (accountId: string): Identity => ({
  accountId,
  arn: `arn:aws:iam::${accountId}:root`,
});

/** An AWS service acting for itself; trust policies name it as `Principal: {Service}`. */
export const awsService = (accountId: string, servicePrincipal: string, sourceArn?: string): Identity => ({
  accountId,
  arn: servicePrincipal,
  servicePrincipal,
  ...(sourceArn === undefined ? {} : { sourceArn }),
});
