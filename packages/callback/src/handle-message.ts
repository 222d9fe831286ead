import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { heartbeat } from './heartbeat.ts';
import type { CallbackMessage } from './message.ts';
import { isFinal, sendAnswer, sendHeartbeat } from './task-answers.ts';
import { work } from './work.ts';

export interface Dependencies {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly heartbeatMs: number;
}

/** How a message was dealt with: its task answered, or found to be over (`final`), which cannot be helped. */
export type Outcome =
  | { readonly outcome: 'succeeded' }
  | { readonly outcome: 'failed' | 'final'; readonly error: string };

/** Works on one message and answers its task. Rejects with whatever is worth a retry through the queue. */
export async function handleMessage(
  { taskToken, request }: CallbackMessage,
  { s3, sfn, now, heartbeatMs }: Dependencies,
): Promise<Outcome> {
  const onProgress = heartbeat(heartbeatMs, now, () => sendHeartbeat(sfn, taskToken));
  try {
    const answer = await work(request, s3, onProgress);
    await sendAnswer(sfn, taskToken, answer);
    return answer.ok ? { outcome: 'succeeded' } : { outcome: 'failed', error: answer.error };
  } catch (error) {
    if (isFinal(error)) return { outcome: 'final', error: error.name };
    throw error;
  }
}
