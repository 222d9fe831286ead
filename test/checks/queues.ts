import { ofType, referencesIn, type Template } from '../packaged-template.ts';
import type { Check } from './check.ts';
import type { Statement } from './policies.ts';

/** A function may be retried this often before a message returns: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const TIMEOUTS = 6;

/** A message that a function cannot handle is kept, and is not given to a second one meanwhile. */
export const queues: Check = {
  name: 'queues',
  findings: (template) =>
    ofType(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, { Properties }]) => {
      const [queue = ''] = referencesIn(Properties['EventSourceArn'] ?? null);
      const [called = ''] = referencesIn(Properties['FunctionName'] ?? null);
      const timeout = Number(template.Resources[called]?.Properties['Timeout'] ?? 3);
      const reported = Properties['FunctionResponseTypes'] ?? [];
      return [
        ...visibility(template, queue, timeout),
        ...deadLetters(template, queue),
        ...(JSON.stringify(reported).includes('ReportBatchItemFailures')
          ? []
          : [`${id}: one message that fails brings back its whole batch`]),
      ];
    }),
};

function visibility({ Resources }: Template, queue: string, timeout: number): string[] {
  const seconds = Number(Resources[queue]?.Properties['VisibilityTimeout'] ?? 30);
  return seconds >= TIMEOUTS * timeout
    ? []
    : [`${queue}: is visible again after ${seconds} s, and ${TIMEOUTS} timeouts are ${TIMEOUTS * timeout} s`];
}

function deadLetters({ Resources }: Template, queue: string): string[] {
  const properties = Resources[queue]?.Properties ?? {};
  const { deadLetterTargetArn } = (properties['RedrivePolicy'] ?? {}) as Statement;
  const [target = ''] = referencesIn(deadLetterTargetArn ?? null);
  if (Resources[target]?.Type !== 'AWS::SQS::Queue') return [`${queue}: has no dead-letter queue`];
  const kept = Number(Resources[target]?.Properties['MessageRetentionPeriod'] ?? 345_600);
  const before = Number(properties['MessageRetentionPeriod'] ?? 345_600);
  return kept > before ? [] : [`${target}: keeps a message no longer than ${queue} does`];
}
