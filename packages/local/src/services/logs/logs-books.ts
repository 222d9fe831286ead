import type { LogSink } from '../../log-sink.ts';
import type { Records } from '../../store/store.ts';
import { groupNameIn } from './arns.ts';
import { logsErrors } from './errors.ts';
import { checkGroupName } from './limits.ts';
import type { StreamFile } from './storage/stream-file.ts';
import type { StreamFiles } from './storage/stream-files.ts';

export interface LogGroupRecord {
  readonly name: string;
  /** In ms since 1970. */
  readonly createdAt: number;
  readonly retentionInDays?: number;
  readonly tags: Readonly<Record<string, string>>;
}

const DAY_MS = 24 * 3600 * 1000;

/** The log groups there are, and their streams. */
export class LogsBooks implements LogSink {
  readonly groups: Records<LogGroupRecord>;
  readonly files: StreamFiles;
  readonly now: () => number;

  constructor(groups: Records<LogGroupRecord>, files: StreamFiles, now: () => number) {
    this.groups = groups;
    this.files = files;
    this.now = now;
  }

  /** The group of a request that names it by name or, where the operation allows it, by name or ARN. @throws `AwsError` */
  group({ logGroupName, logGroupIdentifier }: GroupNames): LogGroupRecord {
    const group = this.groups.get(nameOfGroup({ logGroupName, logGroupIdentifier }));
    if (group === undefined) throw logsErrors.groupNotFound();
    return group;
  }

  /** @throws `AwsError` */
  stream(group: LogGroupRecord, name: string): StreamFile {
    const stream = this.files.find(group.name, name);
    if (stream === undefined) throw logsErrors.streamNotFound();
    return stream;
  }

  /** The time from which events are kept. */
  keptSince({ retentionInDays }: LogGroupRecord): number {
    return retentionInDays === undefined ? 0 : this.now() - retentionInDays * DAY_MS;
  }

  /** Removes the streams of which no event is kept any more. */
  dropExpired(): void {
    for (const [, group] of this.groups.entries()) {
      if (group.retentionInDays === undefined) continue;
      const keptSince = this.keptSince(group);
      for (const name of this.files.names(group.name)) {
        const { last } = this.stream(group, name);
        if (last !== undefined && last.timestamp < keptSince) this.files.delete(group.name, name);
      }
    }
  }

  has(group: string): boolean {
    return this.groups.get(group) !== undefined;
  }

  /** What AWS's own log delivery writes. Lines of a group that is not there are lost. */
  write(group: string, stream: string, timestamp: number, message: string): void {
    if (this.has(group)) this.files.append(group, stream, [{ timestamp, message }]);
  }
}

export interface GroupNames {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** @throws `AwsError` unless exactly one is given */
function nameOfGroup({ logGroupName, logGroupIdentifier }: GroupNames): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw logsErrors.invalid('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  return checkGroupName(logGroupName ?? groupNameIn(logGroupIdentifier ?? ''));
}
