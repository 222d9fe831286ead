import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { requestNotJson, requestTooLarge } from '../errors.ts';
import { forwardInvoke } from '../forward.ts';
import { parseFunctionName } from '../function-name.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { InvokeInput, InvokeOutput, LambdaOperation } from '../operation.ts';
import { bytesOf } from '../payload.ts';

const MAX_REQUEST_BYTES = 6 * 1024 * 1024;
const MAX_EVENT_BYTES = 1024 * 1024;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke = (parts: LambdaParts): LambdaOperation<'Invoke'> => ({
  authorize: ({ FunctionName, Qualifier }) => ({
    action: 'InvokeFunction',
    resources: [parseFunctionName(FunctionName, parts.config, Qualifier).resource],
  }),
  run: (input, { requestId, signal }) =>
    parts.forwardTo === undefined
      ? invokeHere(input, requestId, parts)
      : forwardInvoke(parts.forwardTo, input, signal),
});

async function invokeHere(
  input: InvokeInput,
  requestId: string,
  { asyncInvocations, config, functions, invoker }: LambdaParts,
): Promise<InvokeOutput> {
  const isEvent = input.InvocationType === 'Event';
  const payload = jsonOf(input, isEvent ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES);
  const clientContext = clientContextOf(input);
  const reference = parseFunctionName(input.FunctionName, config, input.Qualifier);
  const { name } = functions.get(reference);
  if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
  const request = { requestId, payload, functionArn: reference.resource };
  if (isEvent) {
    await asyncInvocations.accept({ ...request, functionName: name });
    return { StatusCode: 202 };
  }
  const outcome = await invoker.invoke(name, { ...request, clientContext });
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: Uint8ArrayBlobAdapter.mutate(outcome.payload),
    ...(outcome.errorType !== undefined && { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' && { LogResult: Buffer.from(outcome.logTail).toString('base64') }),
  };
}

function jsonOf({ Payload }: InvokeInput, limit: number): Buffer {
  const payload = bytesOf(Payload);
  if (payload.byteLength > limit) throw requestTooLarge(limit);
  if (payload.byteLength === 0) return Buffer.from('{}');
  try {
    JSON.parse(payload.toString());
    return payload;
  } catch (error) {
    throw requestNotJson(error instanceof Error ? error.message : String(error));
  }
}

/** From base64 to JSON in ASCII, as it travels in a header. */
function clientContextOf({ ClientContext }: InvokeInput): string | undefined {
  if (ClientContext === undefined) return undefined;
  try {
    const json = JSON.stringify(JSON.parse(Buffer.from(ClientContext, 'base64').toString()));
    return json.replace(
      /[\u007f-\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  } catch {
    throw requestNotJson('Client context must be a valid Base64-encoded JSON object.');
  }
}
