import { stringify } from 'csv-stringify/sync';
import { zipSync } from 'fflate';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeCanvas } from '../../functions/steps/drawing/canvas.ts';
import { seededRandom } from '../../functions/steps/random/seeded-random.ts';
import { drawScene } from './draw-scene.ts';
import { harbours } from './harbour.ts';

const SCENES_A_HARBOUR = 600;
const SEED = 1850;

/** Every second scene has a ship. */
async function makeScenes(target: string): Promise<void> {
  const random = seededRandom(SEED);
  const images: Record<string, Uint8Array> = {};
  const rows: { image: string; label: string; harbour: string }[] = [];
  for (const harbour of harbours) {
    for (let scene = 0; scene < SCENES_A_HARBOUR; scene++) {
      const image = `${harbour.name}/${String(scene).padStart(4, '0')}.png`;
      const hasShip = scene % 2 === 1;
      images[image] = encodeCanvas(drawScene(harbour, hasShip, random));
      rows.push({ image, label: hasShip ? 'ship' : 'no ship', harbour: harbour.name });
    }
  }
  await mkdir(target, { recursive: true });
  // A fixed date and no second compression: the same bytes on every machine.
  await writeFile(join(target, 'scenes.zip'), zipSync(images, { level: 0, mtime: new Date(1980, 0, 1) }));
  await writeFile(join(target, 'labels.csv'), stringify(rows, { header: true }));
}

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error('usage: node make-scenes.ts OUTPUT_FOLDER');
  process.exitCode = 2;
} else {
  await makeScenes(target);
}
