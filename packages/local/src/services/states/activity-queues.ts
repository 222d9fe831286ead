import type { Clock } from '../../clock.ts';

/** A task that waits for a worker. `input` is JSON text. */
export interface ActivityTask {
  readonly executionArn: string;
  readonly task: number;
  readonly token: string;
  readonly input: string;
}

interface Queue {
  readonly tasks: ActivityTask[];
  /** Workers that wait, the longest first. */
  readonly workers: ((task: ActivityTask | undefined) => void)[];
}

/**
 * Brings tasks to workers, the oldest first. It remembers nothing: which tasks wait is in the logs of their
 * executions, and a worker asks again.
 */
export class ActivityQueues {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Offers a task to the activity's workers until it is taken or the returned function is called. */
  offer(activityArn: string, task: ActivityTask): () => void {
    const { tasks, workers } = this.#queueOf(activityArn);
    const worker = workers.shift();
    if (worker === undefined) tasks.push(task);
    else worker(task);
    return () => remove(tasks, task);
  }

  /**
   * Takes the next task.
   * @param until ms since 1970: undefined is the answer when there was none until then, or once `signal` aborts
   */
  take(activityArn: string, until: number, signal?: AbortSignal): Promise<ActivityTask | undefined> {
    const { tasks, workers } = this.#queueOf(activityArn);
    if (signal?.aborted === true) return Promise.resolve(undefined);
    const task = tasks.shift();
    if (task !== undefined) return Promise.resolve(task);
    return new Promise((resolve) => {
      const take = (offered: ActivityTask | undefined) => {
        cancel();
        signal?.removeEventListener('abort', leave);
        resolve(offered);
      };
      const leave = () => {
        remove(workers, take);
        take(undefined);
      };
      const cancel = this.#clock.schedule(until, leave);
      signal?.addEventListener('abort', leave);
      workers.push(take);
    });
  }

  /** Sends an activity's workers away without a task; all workers where none is named. */
  dismiss(activityArn?: string): void {
    const queues = activityArn === undefined ? [...this.#queues.values()] : [this.#queueOf(activityArn)];
    for (const { workers } of queues) for (const leave of workers.splice(0)) leave(undefined);
  }

  #queueOf(activityArn: string): Queue {
    const queue = this.#queues.get(activityArn) ?? { tasks: [], workers: [] };
    this.#queues.set(activityArn, queue);
    return queue;
  }
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index !== -1) list.splice(index, 1);
}
