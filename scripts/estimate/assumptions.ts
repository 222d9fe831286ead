/** What no definition and no quota says. Times in seconds. */
export interface Assumptions {
  /** How long one job's program runs. */
  readonly jobSeconds: number;
  /** From RUNNABLE with room to the download of the image: not billed. */
  readonly provisionSeconds: number;
  /** The download of the image and the start of the container: billed. */
  readonly pullSeconds: number;
  readonly functionSeconds: number;
  /** Any other call's answer, and Batch's acceptance of a job. */
  readonly callSeconds: number;
  /** From a job's end until Step Functions goes on. */
  readonly noticeSeconds: number;
  /** How likely a job's program ends with an error, each time that it is tried. */
  readonly failureRate: number;
  /** Ingested by CloudWatch Logs for each event of a history at level ALL, with and without data. */
  readonly logBytesPerEvent: { readonly withData: number; readonly withoutData: number };
  /** What one job writes to its log. */
  readonly logBytesPerJob: number;
}

export const ASSUMPTIONS: Assumptions = {
  jobSeconds: 60,
  provisionSeconds: 30,
  pullSeconds: 15,
  functionSeconds: 2,
  callSeconds: 0.1,
  noticeSeconds: 1,
  failureRate: 0,
  logBytesPerEvent: { withData: 1500, withoutData: 500 },
  logBytesPerJob: 2000,
};
