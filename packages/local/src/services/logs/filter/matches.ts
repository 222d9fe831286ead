/** Whether a message fits a pattern. */
export type Matches = (message: string) => boolean;
