/** Where functions and jobs write: named as CloudWatch Logs names them. */
export interface LogSink {
  /** Appends lines to a stream, made on its first line. `timestamp` in ms since 1970. */
  write(group: string, stream: string, timestamp: number, message: string): void;
  /** A stream's lines, oldest first; empty for an unknown stream. */
  read(group: string, stream: string): readonly { timestamp: number; message: string }[];
  streams(group: string): readonly string[];
}
