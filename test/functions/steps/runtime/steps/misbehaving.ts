import console from 'node:console';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

class NotEnoughImages extends Error {
  override readonly name = 'NotEnoughImages';
}

/** Ends in the way that its parameter names. */
export default async ({ parameters, outputs, signal }: StepContext): Promise<void> => {
  await outputs.write('so-far.txt', 'kept');
  console.log('before');
  switch (parameters['way']) {
    case 'throw':
      throw new NotEnoughImages('3 images,\n  but 10 are needed');
    case 'throw-nothing':
      throw undefined as unknown as Error;
    case 'input-error': {
      const error = new Error('labels.csv names "x.png", which is not in the archive');
      error.name = 'StepInputError';
      throw error;
    }
    case 'crash':
      setTimeout(() => {
        throw new TypeError('late');
      });
      await new Promise(() => undefined);
      return;
    case 'rejection':
      void Promise.reject(new RangeError('nobody waits'));
      await new Promise(() => undefined);
      return;
    case 'exit':
      console.log('goodbye');
      return process.exit(3);
    case 'never':
      await new Promise(() => setInterval(() => undefined, 1000));
      return;
    case 'block':
      for (let turn = 0; ; turn += 1) if (turn === 10) console.log('blocking');
    case 'obey':
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      return;
    case 'memory': {
      const kept: number[][] = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, () => Math.random()));
    }
    case 'escape':
      await outputs.write('../../escaped.txt', 'out');
      return;
    case 'escape-link':
      await symlink('/etc/passwd', join(outputs.directory, 'secret.txt'));
      return;
    case 'forbidden': {
      const error = new Error("EACCES: permission denied, open '/var/task/x'");
      throw Object.assign(error, { code: 'EACCES' });
    }
    case 'full': {
      const error = new Error('ENOSPC: no space left on device, write');
      throw Object.assign(error, { code: 'ENOSPC' });
    }
    default:
      console.log('well');
  }
};
