// As many processes as run seeds at a time. Each answers one question after the other.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answer, Question } from './seed-worker.ts';

/** Few collections of a large nursery instead of many of a small one: a seventh of the time. */
const NURSERY_MB = 64;

export interface Worker {
  readonly ask: (question: Question) => Promise<Answer>;
  readonly end: () => Promise<void>;
}

export async function openWorker(): Promise<Worker> {
  const child = fork(path.join(import.meta.dirname, 'seed-worker.ts'), {
    execArgv: [...process.execArgv, `--max-semi-space-size=${NURSERY_MB}`],
    serialization: 'advanced',
  });
  await heard(child);
  return {
    ask: async (question) => {
      const answer = heard(child);
      child.send(question);
      return (await answer) as Answer;
    },
    end: async () => {
      const gone = once(child, 'exit');
      child.send({ kind: 'end' } satisfies Question);
      await gone;
    },
  };
}

/** Its next message. A process that ends instead is a bug of ours. */
function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process of seeds ended by ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
