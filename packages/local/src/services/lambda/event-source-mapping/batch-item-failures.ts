/**
 * Which messages of a batch stay in the queue, by the function's answer: null or empty answers and lists mean
 * none; an answer that cannot be trusted (not JSON, an id that is missing, empty or not of this batch) means all.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessageIds(answer: Uint8Array, batch: readonly string[]): ReadonlySet<string> {
  const all = new Set(batch);
  const failures = failuresIn(answer);
  if (failures === undefined) return all;
  const failed = failures.map((failure) => failure?.itemIdentifier);
  const trusted = failed.every((id): id is string => typeof id === 'string' && all.has(id));
  return trusted ? new Set(failed) : all;
}

/** Undefined when the answer does not have the shape it should. */
function failuresIn(answer: Uint8Array): readonly ({ itemIdentifier?: unknown } | null)[] | undefined {
  const text = Buffer.from(answer).toString();
  if (text === '') return [];
  try {
    const failures: unknown = JSON.parse(text)?.batchItemFailures ?? [];
    return Array.isArray(failures) ? failures : undefined;
  } catch {
    return undefined;
  }
}
