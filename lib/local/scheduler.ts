import { type TaskDefinition, taskName } from '../cron/task.ts';
import type { Activity } from './activity.ts';
import { invoke, type LambdaFunction } from './lambda.ts';
import { pause } from './pause.ts';
import { parseSchedule, type Schedule } from './schedule.ts';

/** Fires the scheduled tasks as EventBridge Scheduler does. */
export interface Scheduler {
  /** Takes the tasks of a new generation. @throws Error when a schedule is not valid */
  setTasks(tasks: readonly TaskDefinition[]): void;
  /** Fires what becomes due, until `signal`. */
  run(signal: AbortSignal): Promise<void>;
  /** To be called after the clock was moved. */
  clockMoved(): void;
  /**
   * Runs a task once, now.
   *
   * @param force has it do what it holds back
   * @throws Error when no task has this name, and what the task throws
   */
  fire(name: string, slot: Date, force: boolean): Promise<void>;
}

export interface SchedulerOptions {
  now: () => Date;
  lambda: (task: TaskDefinition) => Promise<LambdaFunction>;
  activity: Activity;
  onFault: (what: string, error: unknown) => void;
}

interface Timed {
  task: TaskDefinition;
  schedule: Schedule;
}

/** As Lambda does with asynchronous calls, but after seconds instead of minutes. */
const retryMilliseconds = [1000, 2000];
const longestSleep = 60_000;

export function createScheduler({ now, lambda, activity, onFault }: SchedulerOptions): Scheduler {
  let timed: Timed[] = [];
  /** Slots up to here have been fired or were before our time. */
  let seen = now();
  let wake: (() => void) | undefined;

  const call = async (task: TaskDefinition, slot: Date, force = false): Promise<void> => {
    const end = activity.begin();
    try {
      const event = { scheduledTime: slot.toISOString(), ...(force && { force }) };
      await invoke(await lambda(task), event);
    } finally {
      end();
    }
  };

  const callAsync = async (task: TaskDefinition, slot: Date, signal: AbortSignal) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await call(task, slot);
      } catch (error) {
        onFault(task.id, error);
        const wait = retryMilliseconds[attempt];
        if (wait === undefined || signal.aborted) return;
        await pause(wait, signal);
      }
    }
  };

  /** A clock that jumped over several slots of a task fires the last of them. */
  const fireDue = (signal: AbortSignal): void => {
    const time = now();
    for (const { task, schedule } of timed) {
      const slot = schedule.latest(time);
      if (slot && slot > seen) void callAsync(task, slot, signal);
    }
    seen = time;
  };

  const sleep = (): Promise<void> => {
    const due = timed.map(
      ({ schedule }) => schedule.next(seen)?.getTime() ?? Number.POSITIVE_INFINITY,
    );
    const wait = Math.min(longestSleep, ...due.map((time) => time - now().getTime()));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, wait));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  return {
    setTasks(tasks) {
      timed = tasks.map((task) => ({ task, schedule: parseSchedule(task.schedule, task.zone) }));
      wake?.();
    },
    async run(signal) {
      signal.addEventListener('abort', () => wake?.());
      seen = now();
      while (!signal.aborted) {
        await sleep();
        if (!signal.aborted) fireDue(signal);
      }
    },
    clockMoved() {
      const time = now();
      if (time < seen) seen = time;
      wake?.();
    },
    fire(name, slot, force) {
      const found = timed.find(({ task }) => taskName(task) === name);
      if (!found) throw new Error(`There is no task ${name}`);
      return call(found.task, slot, force);
    },
  };
}
