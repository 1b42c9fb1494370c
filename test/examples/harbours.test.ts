import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import preprocess from '../../functions/steps/preprocess/step.ts';
import train from '../../functions/steps/train/step.ts';
import { passedOn, runStep } from '../functions/steps/step-fixture.ts';

const DATA = 'examples/harbours/data';

describe('the harbour scenes', () => {
  it('are made by their script to the byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-scenes-'));
    try {
      await promisify(execFile)(process.execPath, ['examples/harbours/make-scenes.ts', folder]);
      for (const name of ['scenes.zip', 'labels.csv']) {
        expect((await readFile(join(folder, name))).equals(await readFile(`${DATA}/${name}`))).toBe(true);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.each(['harbour-a', 'harbour-b'])('teach a network to see ships: %s', { timeout: 60_000 }, async (collection) => {
    const prepared = await runStep(preprocess, {
      parameters: { collection, collection_column: 'harbour', validation_share: 0.15, test_share: 0.25 },
      inputs: { images: [`${DATA}/scenes.zip`], labels: [`${DATA}/labels.csv`] },
    });
    const { metadata } = await runStep(train, {
      parameters: { epochs: 10, batch_size: 16, hidden_units: 64 },
      inputs: { dataset: passedOn(prepared, ['train.npz']), validation: passedOn(prepared, ['validation.npz']) },
    });
    expect(metadata.at(-1)?.['val_accuracy']).toBeGreaterThan(0.7);
  });
});
