/** The numbers of a REPORT line; milliseconds and megabytes. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly memoryUsedMb: number;
  readonly initMs?: number;
  readonly errorType?: string;
}

/** What Lambda itself writes into a function's log, in one of its two formats. */
export interface PlatformLines {
  initStart(nodeVersion: string): string;
  start(requestId: string): string;
  /** Text format only: JSON has everything in `report`. */
  end(requestId: string): string | undefined;
  report(report: Report): string;
}

const statusOf = (errorType: string | undefined) => {
  if (errorType === undefined) return 'success';
  return errorType === 'Sandbox.Timedout' ? 'timeout' : 'error';
};

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export const textLines: PlatformLines = {
  initStart: (nodeVersion) => `INIT_START Runtime Version: nodejs:${nodeVersion}`,
  start: (requestId) => `START RequestId: ${requestId} Version: $LATEST`,
  end: (requestId) => `END RequestId: ${requestId}`,
  report: ({ requestId, durationMs, memoryMb, memoryUsedMb, initMs, errorType }) => {
    const status = statusOf(errorType);
    return [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${memoryUsedMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(status === 'success' ? [] : [`Status: ${status}`]),
      ...(status === 'error' ? [`Error Type: ${errorType}`] : []),
    ].join('\t');
  },
};

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
export const jsonLines = (now: () => number): PlatformLines => {
  const line = (type: string, record: object) =>
    JSON.stringify({ time: new Date(now()).toISOString(), type, record });
  return {
    initStart: (nodeVersion) =>
      line('platform.initStart', {
        initializationType: 'on-demand',
        phase: 'init',
        runtimeVersion: `nodejs:${nodeVersion}`,
      }),
    start: (requestId) => line('platform.start', { requestId, version: '$LATEST' }),
    end: () => undefined,
    report: ({ requestId, durationMs, memoryMb, memoryUsedMb, initMs, errorType }) =>
      line('platform.report', {
        requestId,
        metrics: {
          durationMs: Number(durationMs.toFixed(3)),
          billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
          memorySizeMB: memoryMb,
          maxMemoryUsedMB: memoryUsedMb,
          ...(initMs !== undefined && { initDurationMs: Number(initMs.toFixed(3)) }),
        },
        status: statusOf(errorType),
        ...(errorType !== undefined && { errorType }),
      }),
  };
};
