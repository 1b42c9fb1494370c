import { gzipSync } from 'fflate';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom, shuffledIndices } from '../../functions/steps/random/seeded-random.ts';

const CLASSES = 10;
const SEED = 2017;

const USAGE = 'usage: node make-subset.ts DATASET_FOLDER OUTPUT_FOLDER  (Debian: /usr/share/datasets/fashion-mnist)';

/** Takes `perClass` images of each class, drawn by the seed, in the order of the original. */
async function makeSubset(source: string, target: string, set: 'train' | 't10k', perClass: number): Promise<void> {
  const images = gunzipSync(await readFile(join(source, `${set}-images-idx3-ubyte.gz`)));
  const labels = gunzipSync(await readFile(join(source, `${set}-labels-idx1-ubyte.gz`))).subarray(8);
  const taken = new Array<number>(CLASSES).fill(0);
  const chosen: number[] = [];
  for (const index of shuffledIndices(labels.length, seededRandom(SEED))) {
    const label = labels[index] ?? 0;
    const count = taken[label] ?? 0;
    if (count < perClass) {
      taken[label] = count + 1;
      chosen.push(index);
    }
  }
  chosen.sort((left, right) => left - right);
  const [height, width] = [images.readUInt32BE(8), images.readUInt32BE(12)];
  const pixels = chosen.map((index) => images.subarray(16 + index * height * width, 16 + (index + 1) * height * width));
  await writeIdx(join(target, `${set}-images-idx3-ubyte.gz`), [chosen.length, height, width], Buffer.concat(pixels));
  await writeIdx(
    join(target, `${set}-labels-idx1-ubyte.gz`),
    [chosen.length],
    chosen.map((index) => labels[index] ?? 0),
  );
}

async function writeIdx(file: string, dimensions: readonly number[], data: Iterable<number>): Promise<void> {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt8(0x08, 2);
  header.writeUInt8(dimensions.length, 3);
  dimensions.forEach((length, index) => header.writeUInt32BE(length, 4 + 4 * index));
  // fflate's bytes depend on its version alone, zlib's on the Node.js that it is built into.
  await writeFile(file, gzipSync(Buffer.concat([header, Uint8Array.from(data)]), { level: 9, mtime: 0 }));
}

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await mkdir(target, { recursive: true });
  await makeSubset(source, target, 'train', 1000);
  await makeSubset(source, target, 't10k', 200);
}
