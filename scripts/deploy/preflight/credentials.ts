import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Target } from '../target.ts';
import type { Verdict } from './verdict.ts';

const SIGN_IN = 'sign in as for the AWS CLI: aws configure, aws sso login, or AWS_PROFILE';

/** The error's name → what it means here. */
const MEANINGS: Readonly<Record<string, string>> = {
  CredentialsProviderError: `there are none; ${SIGN_IN}`,
  TokenProviderError: `the sign-in has ended; ${SIGN_IN}`,
  ExpiredToken: `they have expired; ${SIGN_IN}`,
  ExpiredTokenException: `they have expired; ${SIGN_IN}`,
  InvalidClientTokenId: `AWS does not know them, or the region is not enabled in this account; ${SIGN_IN}`,
  UnrecognizedClientException: `AWS does not know them; ${SIGN_IN}`,
  SignatureDoesNotMatch: `the secret key is wrong, or this machine's clock is; ${SIGN_IN}`,
};

/** Who deploys, and into which account; the account is undefined where nobody does. */
export async function checkCredentials({
  sts,
}: Target): Promise<{ readonly verdict: Verdict; readonly accountId?: string }> {
  const check = 'credentials';
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return {
      verdict: { check, outcome: 'passed', message: `account ${Account} as ${Arn}` },
      accountId: Account,
    };
  } catch (error) {
    const { name, message } = error as Error;
    return { verdict: { check, outcome: 'failed', message: MEANINGS[name] ?? `${name}: ${message}` } };
  }
}
