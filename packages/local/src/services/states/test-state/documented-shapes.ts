import type { Shape } from './response-shapes.ts';

const text = (shortest?: number, longest?: number) => (): Shape => ({
  kind: 'string',
  ...(shortest === undefined ? {} : { shortest }),
  ...(longest === undefined ? {} : { longest }),
});
const oneOf =
  (...values: readonly string[]) =>
  (): Shape => ({ kind: 'string', values });
const structure = (members: Readonly<Record<string, () => Shape>>): Shape => ({
  kind: 'structure',
  required: [],
  members,
});

const KEY_ID = text(1, 2048);
const ALGORITHM = oneOf('SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE');

/**
 * Responses of services that often are mocked and whose client is not among the dependencies, as the API references
 * have them: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
 */
export const DOCUMENTED: Readonly<Record<string, Shape>> = {
  'events:putEvents': structure({
    FailedEntryCount: () => ({ kind: 'number' }),
    Entries: () => ({
      kind: 'array',
      item: () => structure({ EventId: text(), ErrorCode: text(), ErrorMessage: text() }),
    }),
  }),
  'kms:encrypt': structure({
    CiphertextBlob: text(1, 6144),
    KeyId: KEY_ID,
    EncryptionAlgorithm: ALGORITHM,
  }),
  'kms:decrypt': structure({
    KeyId: KEY_ID,
    Plaintext: text(1, 4096),
    EncryptionAlgorithm: ALGORITHM,
    CiphertextForRecipient: text(1, 6144),
  }),
};
