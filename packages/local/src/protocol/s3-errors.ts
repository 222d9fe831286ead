import type { Protocol } from './protocol.ts';
import { element, escapeXml } from './xml.ts';

/** S3's errors. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Errors: Protocol['writeError'] = (error, requestId) => ({
  status: error.status,
  headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
  body: `<?xml version="1.0" encoding="UTF-8"?>${element(
    'Error',
    element('Code', escapeXml(error.code)) +
      element('Message', escapeXml(error.message)) +
      element('RequestId', requestId),
  )}`,
});
