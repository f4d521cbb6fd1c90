import { pause } from './pause.ts';

/** Something that is done again and again. */
export interface Loop {
  /** Says that there is something to do. */
  nudge(): void;
  /** Resolves when the loop has ended, after `signal`. */
  ended: Promise<void>;
}

export interface LoopOptions {
  /** Milliseconds between two rounds when nobody nudges. */
  idle: number;
  /** Milliseconds from a nudge to the round: what comes together is done together. */
  gather: number;
  signal: AbortSignal;
  onFault: (error: unknown) => void;
}

const pauseAfterFault = 1000;

/** Runs `round` after each nudge, and in between for what nobody tells. */
export function startLoop(
  round: () => Promise<unknown>,
  { idle, gather, signal, onFault }: LoopOptions,
): Loop {
  let isNudged = false;
  let wake: (() => void) | undefined;
  signal.addEventListener('abort', () => wake?.());

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, idle);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      isNudged = false;
      try {
        await round();
      } catch (error) {
        if (signal.aborted) return;
        onFault(error);
        await pause(pauseAfterFault, signal);
      }
      if (!isNudged && !signal.aborted) await rest();
      wake = undefined;
      await pause(gather, signal);
    }
  };

  return {
    nudge() {
      isNudged = true;
      wake?.();
    },
    ended: run(),
  };
}
