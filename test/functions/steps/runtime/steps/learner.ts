import console from 'node:console';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Uses all that a context offers. */
export default async ({ parameters, outputs, metadata, execution }: StepContext): Promise<void> => {
  console.log('begin', process.env['FLAVOUR']);
  console.error('careful');
  for (let epoch = 1; epoch <= Number(parameters['epochs']); epoch += 1) {
    process.stdout.write(`epoch ${epoch}: `);
    metadata({ epoch, loss: 1 / epoch });
  }
  console.log(JSON.stringify({ accuracy: 0.5, epoch: 99 }));
  console.error(JSON.stringify({ accuracy: 1 }));
  await outputs.write('models/model.npz', Buffer.from('weights'), { metadata: { epochs: parameters['epochs'] } });
  await outputs.write('report.txt', Readable.from(['a', 'b']), { mediaType: 'text/x-report' });
  await writeFile(join(outputs.directory, 'direct.json'), '{}');
  await writeFile(join(outputs.directory, 'direct.json.metadata.json'), '{"kind":"sidecar"}');
  await writeFile(join(outputs.directory, `${execution.executionId}.txt`), execution.executionId);
};
