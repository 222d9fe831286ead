import { TaskError } from '../../../integrations/task-error.ts';

/** The items of a distributed Map cannot be had. */
export const itemReaderFailed = (cause: string) => new TaskError('States.ItemReaderFailed', cause);

/** The results of a distributed Map cannot be kept. */
export const resultWriterFailed = (cause: string) => new TaskError('States.ResultWriterFailed', cause);
