import type { LoggingConfiguration, LogLevel } from '@aws-sdk/client-sfn';
import type { LogSink } from '../../log-sink.ts';
import { invalidLoggingConfiguration } from './errors.ts';

/** A state machine's logging as DescribeStateMachine gives it: nothing is left out but the destination of no log. */
export interface MachineLogging {
  readonly level: LogLevel;
  readonly includeExecutionData: boolean;
  readonly destinations?: LoggingConfiguration['destinations'];
}

const GROUP = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/u;

/**
 * Fills in what a request leaves to AWS.
 * @param logs where the log group has to be
 * @throws InvalidLoggingConfiguration
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html
 */
export function machineLogging(given: LoggingConfiguration = {}, logs: Pick<LogSink, 'has'>): MachineLogging {
  const { level = 'OFF', includeExecutionData = false, destinations } = given;
  const logging = {
    level,
    includeExecutionData,
    ...(destinations === undefined || destinations.length === 0 ? {} : { destinations }),
  };
  if (level === 'OFF') return logging;
  if (destinations?.length !== 1)
    throw invalidLoggingConfiguration('Must specify exactly one Log Destination.');
  const group = logGroup(logging);
  if (group === undefined) throw invalidLoggingConfiguration('Log Destination is not valid.');
  if (!logs.has(group)) throw invalidLoggingConfiguration('Log Destination not found.');
  return logging;
}

/** The name of the log group that is written to; undefined where there is none. */
export function logGroup({ destinations }: MachineLogging): string | undefined {
  const arn = destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  return arn === undefined ? undefined : GROUP.exec(arn)?.[1];
}
