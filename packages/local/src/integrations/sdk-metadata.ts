import { randomUUID } from 'node:crypto';

/** What optimized integrations add to a service's answer. There is no HTTP behind a local call, so no headers. */
export const sdkMetadata = (status = 200) => ({
  SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode: status },
  SdkResponseMetadata: { RequestId: randomUUID() },
});
