import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import { groupNameIn, type LogsArns } from '../arns.ts';
import { EventPage } from '../event-page.ts';
import { invalidToken, pageSize } from '../limits.ts';
import type { LogsBooks } from '../logs-books.ts';
import type { StoredEvent, StreamFile } from '../storage/stream-file.ts';

interface Place {
  readonly direction: 'forward' | 'backward';
  readonly position: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const getLogEvents = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<GetLogEventsRequest, GetLogEventsResponse> => ({
  authorize: ({ logGroupName, logGroupIdentifier = '', logStreamName = '' }) => ({
    resources: [arns.stream(logGroupName ?? groupNameIn(logGroupIdentifier), logStreamName)],
  }),
  run: ({
    logStreamName = '',
    startTime = 0,
    endTime,
    limit,
    nextToken,
    startFromHead = false,
    ...names
  }) => {
    const group = books.group(names);
    const stream = books.stream(group, logStreamName);
    const since = Math.max(startTime, books.keptSince(group));
    const first = stream.firstAt(since);
    const end = endTime === undefined ? stream.size : stream.firstAt(endTime);
    const place = placeOf(nextToken) ?? (startFromHead ? forward(first) : backward(end));
    const page = new EventPage<StoredEvent>(pageSize(limit, 10_000));
    if (place.direction === 'forward') {
      const from = Math.max(place.position, first);
      for (const event of from < end ? stream.from(from) : []) {
        if (event.start >= end || !page.add(event)) break;
      }
    } else {
      for (const event of stream.before(Math.min(place.position, end))) {
        if (event.start < first || !page.add(event)) break;
      }
      page.events.reverse();
    }
    return { events: page.events.map(shown), ...tokens(page.events, place, stream) };
  },
});

const forward = (position: number): Place => ({ direction: 'forward', position });
const backward = (position: number): Place => ({ direction: 'backward', position });
const shown = ({ timestamp, ingestionTime, message }: StoredEvent) => ({ timestamp, message, ingestionTime });

/** Where nothing is left, the token of that direction is the one that came. */
function tokens(events: readonly StoredEvent[], { position }: Place, stream: StreamFile) {
  const at = Math.min(position, stream.size);
  return {
    nextForwardToken: `f/${padded(events.at(-1)?.end ?? at)}/s`,
    nextBackwardToken: `b/${padded(events[0]?.start ?? at)}/s`,
  };
}

const padded = (position: number) => String(position).padStart(56, '0');

function placeOf(token: string | undefined): Place | undefined {
  if (token === undefined) return undefined;
  const [, direction, position] = /^([fb])\/(\d{1,56})\/s$/u.exec(token) ?? [];
  if (position === undefined) throw invalidToken();
  return direction === 'f' ? forward(Number(position)) : backward(Number(position));
}
