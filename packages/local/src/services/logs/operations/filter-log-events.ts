import { createHash } from 'node:crypto';
import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import { groupNameIn, type LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import { EventPage } from '../event-page.ts';
import { filterPattern } from '../filter/filter-pattern.ts';
import { invalidToken, pageSize, placeOf, tokenOf } from '../limits.ts';
import type { LogGroupRecord, LogsBooks } from '../logs-books.ts';
import { type GroupEvent, interleaved, type Place } from '../storage/interleaved.ts';

/** One call looks at no more; what is left comes with the token, as AWS's empty pages do. */
const MOST_LOOKED_AT = 20_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEvents = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<FilterLogEventsRequest, FilterLogEventsResponse> => ({
  authorize: ({ logGroupName, logGroupIdentifier = '' }) => ({
    resources: [arns.anyStream(logGroupName ?? groupNameIn(logGroupIdentifier))],
  }),
  run: (input) => {
    const group = books.group(input);
    const matches = filterPattern(input.filterPattern ?? '');
    const since = Math.max(input.startTime ?? 0, books.keptSince(group));
    const until = input.endTime ?? Number.POSITIVE_INFINITY;
    const page = new EventPage<GroupEvent>(pageSize(input.limit, 10_000));
    let last = input.nextToken === undefined ? undefined : placeIn(input.nextToken);
    let lookedAt = 0;
    for (const event of interleaved(streamsOf(input, group, books), since, last)) {
      if (event.timestamp > until) break;
      const isFull = lookedAt++ >= MOST_LOOKED_AT || (matches(event.message) && !page.add(event));
      if (isFull && last !== undefined) {
        return { events: page.events.map(shown), searchedLogStreams: [], nextToken: tokenOf(last) };
      }
      last = [event.timestamp, event.stream, event.start];
    }
    return { events: page.events.map(shown), searchedLogStreams: [] };
  },
});

function streamsOf(
  { logStreamNames, logStreamNamePrefix }: FilterLogEventsRequest,
  group: LogGroupRecord,
  books: LogsBooks,
) {
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw logsErrors.invalid('Only one of logStreamNames and logStreamNamePrefix can be specified.');
  }
  const names = logStreamNames ?? books.files.names(group.name, logStreamNamePrefix);
  return names.map((name) => ({ name, file: books.stream(group, name) }));
}

function placeIn(token: string): Place {
  const place = placeOf(token);
  if (!Array.isArray(place) || place.length !== 3) throw invalidToken();
  const [timestamp, stream, start] = place;
  return [Number(timestamp), String(stream), Number(start)];
}

const shown = (event: GroupEvent): FilteredLogEvent => ({
  logStreamName: event.stream,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestionTime,
  eventId: eventId(event),
});

/** 56 digits, as AWS's: the time, the stream, the place in it. */
function eventId({ timestamp, stream, start }: GroupEvent): string {
  const hash = createHash('sha256').update(stream).digest().readUIntBE(0, 6);
  return `${String(timestamp).padStart(20, '0')}${String(hash).padStart(18, '0')}${String(start).padStart(18, '0')}`;
}
