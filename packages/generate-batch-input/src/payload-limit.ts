/** The most that Step Functions passes between states. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_PAYLOAD_BYTES = 262_144;

/** Room for what the state machine puts around the answer: the invocation's metadata, and results of other states. */
const HEADROOM_BYTES = 16_384;

/** Says whether an answer fits, in UTF-8, into a state's output together with the execution's input, which a ResultPath keeps. */
export const fitsPayload = (answer: unknown, executionInput: unknown): boolean =>
  bytesOf(answer) + bytesOf(executionInput) + HEADROOM_BYTES <= MAX_PAYLOAD_BYTES;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
