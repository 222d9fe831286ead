import type {
  InputLogEvent,
  PutLogEventsRequest,
  PutLogEventsResponse,
  RejectedLogEventsInfo,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import type { LogsBooks } from '../logs-books.ts';
import type { NewEvent } from '../storage/stream-files.ts';

const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
/** What AWS counts for an event beside its message. */
const EVENT_BYTES = 26;
const HOUR_MS = 3_600_000;
const OLDEST_MS = 14 * 24 * HOUR_MS;
const NEWEST_MS = 2 * HOUR_MS;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<PutLogEventsRequest, PutLogEventsResponse> => ({
  authorize: ({ logGroupName = '', logStreamName = '' }) => ({
    resources: [arns.stream(logGroupName, logStreamName)],
  }),
  run: ({ logGroupName, logStreamName = '', logEvents = [] }) => {
    const group = books.group({ logGroupName });
    if (!books.files.has(group.name, logStreamName)) throw logsErrors.streamNotFound();
    const events = checked(logEvents);
    const expiredBefore = books.keptSince(group);
    const tooOldBefore = books.now() - OLDEST_MS;
    const tooNewFrom = books.now() + NEWEST_MS;
    const isKept = ({ timestamp }: NewEvent) =>
      timestamp >= expiredBefore && timestamp >= tooOldBefore && timestamp <= tooNewFrom;
    const kept = events.filter(isKept);
    if (kept.length > 0) books.files.append(group.name, logStreamName, kept);
    return kept.length === events.length
      ? {}
      : { rejectedLogEventsInfo: rejected(events, expiredBefore, tooOldBefore, tooNewFrom) };
  },
});

function rejected(
  events: readonly NewEvent[],
  expiredBefore: number,
  tooOldBefore: number,
  tooNewFrom: number,
): RejectedLogEventsInfo {
  // Events are in order, so each kind is at one end: an end index is the first that is not of it.
  const before = (time: number) => events.filter(({ timestamp }) => timestamp < time).length;
  const [expired, tooOld] = [before(expiredBefore), before(tooOldBefore)];
  const tooNew = events.findIndex(({ timestamp }) => timestamp > tooNewFrom);
  return {
    ...(expired > tooOld ? { expiredLogEventEndIndex: expired } : {}),
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(tooNew === -1 ? {} : { tooNewLogEventStartIndex: tooNew }),
  };
}

function checked(logEvents: readonly InputLogEvent[]): NewEvent[] {
  if (logEvents.length === 0) {
    throw logsErrors.constraint('[]', 'logEvents', 'have length greater than or equal to 1');
  }
  if (logEvents.length > MOST_EVENTS) {
    throw logsErrors.constraint('[…]', 'logEvents', `have length less than or equal to ${MOST_EVENTS}`);
  }
  const events = logEvents.map(({ timestamp = 0, message = '' }) => ({ timestamp, message }));
  const empty = events.findIndex(({ message }) => message === '');
  if (empty !== -1) {
    throw logsErrors.constraint(
      '',
      `logEvents.${empty + 1}.member.message`,
      'have length greater than or equal to 1',
    );
  }
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw logsErrors.invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > 24 * HOUR_MS) {
    throw logsErrors.invalid(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_BYTES, 0);
  if (bytes > MOST_BYTES) {
    throw logsErrors.invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
  }
  return events;
}
