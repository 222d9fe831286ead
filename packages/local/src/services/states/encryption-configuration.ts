import type { EncryptionConfiguration } from '@aws-sdk/client-sfn';
import { invalidEncryptionConfiguration } from './errors.ts';

/**
 * How definitions and data are said to be encrypted. Nothing here is: no key is asked for.
 * @throws InvalidEncryptionConfiguration
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_EncryptionConfiguration.html
 */
export function requireEncryption(given: EncryptionConfiguration | undefined): void {
  if (given === undefined) return;
  const { type, kmsKeyId, kmsDataKeyReusePeriodSeconds } = given;
  if (type === 'CUSTOMER_MANAGED_KMS_KEY') {
    if (kmsKeyId === undefined) throw invalidEncryptionConfiguration(`type ${type} needs a kmsKeyId`);
  } else if (kmsKeyId !== undefined || kmsDataKeyReusePeriodSeconds !== undefined)
    throw invalidEncryptionConfiguration(
      `kmsKeyId and kmsDataKeyReusePeriodSeconds are for type CUSTOMER_MANAGED_KMS_KEY only, found ${type}`,
    );
}
