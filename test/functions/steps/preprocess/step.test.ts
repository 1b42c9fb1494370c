import { zipSync } from 'fflate';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { decodeDataset } from '../../../../functions/steps/datasets/decode-dataset.ts';
import preprocess from '../../../../functions/steps/preprocess/step.ts';
import { idxArchive, idxBytes } from '../idx-fixture.ts';
import { runStep, type GivenFile, type GivenStep, type StepResult } from '../step-fixture.ts';

const collections = { classes: ['edges=0,2', 'all=0,1,2'], collection: 'edges', size: 8 };

const png = (grey: number): Uint8Array =>
  encode({ width: 4, height: 4, data: new Uint8Array(16).fill(grey), channels: 1, depth: 8 });

/** Twelve pictures in two harbours, half of them ships, and one that the labels do not name. */
function zipped(extra: Readonly<Record<string, Uint8Array>> = {}): { images: GivenFile; labels: string } {
  const entries: Record<string, Uint8Array> = { 'readme.png': png(1), ...extra };
  let labels = 'image,label,harbour\n';
  for (let index = 0; index < 24; index++) {
    const name = `pictures/${index}.png`;
    entries[name] = png(index * 10);
    labels += `${name},${index % 2 === 0 ? 'ship' : 'no ship'},${index < 12 ? 'a' : 'b'}\n`;
  }
  return { images: { name: 'scenes.zip', bytes: zipSync(entries) }, labels };
}

const csv = (bytes: string): GivenFile => ({ name: 'labels.csv', bytes });

function datasetOf(result: StepResult, part: string): ReturnType<typeof decodeDataset> {
  return decodeDataset(result.outputs.get(`${part}.npz`) ?? new Uint8Array(), part);
}

describe('preprocess', () => {
  it('takes a collection of an IDX archive and keeps its own test set', async () => {
    const result = await runStep(preprocess, {
      parameters: { ...collections, class_names: ['left', 'middle', 'right'], validation_share: 0.2 },
      inputs: { images: idxArchive() },
    });
    const [train, validation, test] = ['train', 'validation', 'test'].map((part) => datasetOf(result, part));
    expect([...result.outputs.keys()]).toEqual(['test.npz', 'train.npz', 'validation.npz']);
    expect(result.metadata).toEqual([
      {
        collection: 'edges',
        classes: 2,
        train_images: 32,
        validation_images: 8,
        test_images: 20,
        image_size: 8,
        dataset: train?.id,
      },
    ]);
    expect([validation?.id, test?.id]).toEqual([train?.id, train?.id]);
    expect(train?.classNames).toEqual(['left', 'right']);
    expect(test?.names.every((name) => name.startsWith('t10k/'))).toBe(true);
    const parts = [...(train?.names ?? []), ...(validation?.names ?? [])];
    expect(new Set(parts).size).toBe(40);
    expect(Array.from(validation?.labels ?? []).sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('splits by its seed, to the byte', async () => {
    const given = { parameters: { ...collections, seed: 7 }, inputs: { images: idxArchive({ test: 0 }) } };
    const first = await runStep(preprocess, given);
    expect(await runStep(preprocess, given)).toEqual(first);
    const other = await runStep(preprocess, { ...given, parameters: { ...given.parameters, seed: 8 } });
    expect(datasetOf(other, 'test').names).not.toEqual(datasetOf(first, 'test').names);
    expect(datasetOf(first, 'test').labels.length).toBe(8);
  });

  it('chooses pictures of a zip by a column of the labels', async () => {
    const { images, labels } = zipped();
    const result = await runStep(preprocess, {
      parameters: { collection: 'b', collection_column: 'harbour', size: 4, test_share: 0.2, validation_share: 0.2 },
      inputs: { images: [images], labels: [csv(labels)] },
    });
    const parts = ['train', 'validation', 'test'].map((part) => datasetOf(result, part));
    expect(parts.map(({ labels: { length } }) => length)).toEqual([8, 2, 2]);
    expect(parts[0]?.classNames).toEqual(['no ship', 'ship']);
    for (const { names, pixels } of parts) {
      names.forEach((name, index) => {
        expect(pixels[index * 16]).toBe(Number(/\d+/.exec(name)?.[0]) * 10);
      });
    }
  });

  it('honours a split that the labels give, and resizes JPEG as PNG', async () => {
    const data = Buffer.alloc(20 * 10 * 4, 255);
    const jpeg = encodeJpeg({ width: 20, height: 10, data }, 90).data;
    const rows = ['train', 'validation', 'test'].flatMap((split) => [
      `${split}.jpg,x,${split}`,
      `${split}.png,y,${split}`,
    ]);
    const entries = ['train', 'validation', 'test'].flatMap((split) => [
      [`${split}.jpg`, jpeg],
      [`${split}.png`, png(0)],
    ]);
    const result = await runStep(preprocess, {
      parameters: { size: 6 },
      inputs: {
        images: [{ name: 'a.ZIP', bytes: zipSync(Object.fromEntries(entries) as Record<string, Uint8Array>) }],
        labels: [csv(`image,label,split\n${rows.join('\n')}\n`)],
      },
    });
    const test = datasetOf(result, 'test');
    expect({ ...test, id: '' }).toEqual({
      id: '',
      collection: '',
      classNames: ['x', 'y'],
      height: 6,
      width: 6,
      pixels: Uint8Array.from({ length: 72 }, (_, index) => (index < 36 ? 255 : 0)),
      labels: Uint8Array.of(0, 1),
      names: ['test.jpg', 'test.png'],
    });
  });

  const archive = idxArchive();
  const { images, labels } = zipped();
  const replace = (index: number, file: Partial<Exclude<GivenFile, string>>): GivenFile[] =>
    archive.map((given, at) => (at === index && typeof given === 'object' ? { ...given, ...file } : given));
  const bytesOf = (index: number): Uint8Array => {
    const file = archive[index];
    return typeof file === 'object' ? Buffer.from(file.bytes) : Buffer.alloc(0);
  };
  const zip = (table: string, file: GivenFile = images): GivenStep => ({
    inputs: { images: [file], labels: [csv(table)] },
  });

  it.each<[string, GivenStep, RegExp]>([
    ['no image', { inputs: { images: [] } }, /^input "images" has no file; give IDX files/],
    [
      'a file of another kind',
      { inputs: { images: [csv('x')] } },
      /^input "images" has "labels.csv" among 1 file; give/,
    ],
    ['an empty file', { inputs: { images: replace(0, { bytes: '' }) } }, /"train-images-idx3-ubyte.gz" is empty/],
    [
      'a cut gzip',
      { inputs: { images: replace(0, { bytes: bytesOf(0).subarray(0, 99) }) } },
      /"train-images-idx3-ubyte.gz" \(99 bytes\) cannot be gunzipped \(unexpected end of file\)/,
    ],
    [
      'a cut IDX file',
      { inputs: { images: replace(2, { bytes: bytesOf(2).subarray(0, 99) }) } },
      /"t10k-images-idx3-ubyte" promises 30 x 8 x 8 = 1920 bytes and holds 83; it is damaged/,
    ],
    ['a file that is not IDX', { inputs: { images: replace(3, { bytes: 'hello, I am text' }) } }, /is not an IDX file/],
    [
      'IDX of another rank',
      { inputs: { images: replace(3, { bytes: bytesOf(2) }) } },
      /is an IDX file of type 8 with 3 dimensions; it must hold unsigned bytes \(type 8\) in 1/,
    ],
    [
      'counts that differ',
      { inputs: { images: replace(3, { bytes: idxBytes([3], Uint8Array.of(0, 1, 2)) }) } },
      /holds 30 images and "t10k-labels-idx1-ubyte" 3 labels; they must belong together/,
    ],
    ['a partner missing', { inputs: { images: archive.slice(0, 3) } }, /without its partner "t10k-labels-idx1-ubyte"/],
    ['no training set', { inputs: { images: archive.slice(2) } }, /^the training images are missing/],
    [
      'the same file twice',
      { inputs: { images: [...archive, ...archive.slice(0, 1)] } },
      /are both the images of one set/,
    ],
    [
      'an unknown collection',
      { parameters: { ...collections, collection: 'toops' }, inputs: { images: archive } },
      /^collection "toops" is not in parameter "classes", which has edges, all$/,
    ],
    [
      'an unknown class',
      { parameters: { collection: 'x', classes: 'x=0,9' }, inputs: { images: archive } },
      /^collection "x" takes the class "9", which no image has; the archive's labels are 0, 1, 2$/,
    ],
    [
      'a single class',
      { parameters: { collection: 'x', classes: 'x=1' }, inputs: { images: archive } },
      /^collection "x" has 1 class \("1"\); a model needs at least two$/,
    ],
    [
      'a collection that nothing explains',
      { parameters: { collection: 'x' }, inputs: { images: archive } },
      /nothing says what belongs to it: give "classes" \(such as "x=0,1"\) or "collection_column"$/,
    ],
    [
      'a mapping that cannot be read',
      { parameters: { classes: 'tops' }, inputs: { images: archive } },
      /has the entry "tops"/,
    ],
    [
      'too few names',
      { parameters: { class_names: ['a'] }, inputs: { images: archive } },
      /has 1 names and none for the label "1"/,
    ],
    [
      'a size out of range',
      { parameters: { size: 1 }, inputs: { images: archive } },
      /"size" is 1; it must be a whole number from 4 to 512/,
    ],
    [
      'a class without a test image',
      { parameters: collections, inputs: { images: idxArchive({ test: 2 }) } },
      /^class "2" of collection "edges" has no image left for the test set; give it more images/,
    ],
    ['no labels', { inputs: { images: [images] } }, /^input "labels" has 0 files; "scenes.zip" needs one CSV/],
    ['labels without a column', zip('file,label\na.png,x\n'), /has no column "image"; its columns are file, label$/],
    ['labels without a row', zip('image,label\n'), /"labels.csv" names no image/],
    ['a row without a label', zip('image,label\na.png,\n'), /line 2 gives "a.png" no label/],
    ['an image named twice', zip('image,label\na.png,x\na.png,y\n'), /line 3 names "a.png" a second time/],
    ['labels that are no CSV', zip('image,label\n"a.png,x\n'), /"labels.csv" is not a readable CSV file: /],
    [
      'images that are missing',
      zip(`${labels}gone.png,ship,a\nlost.png,ship,b\n`),
      /names 2 of its 26 images that are not in "scenes.zip": "gone.png", "lost.png"; add them or take out their lines$/,
    ],
    [
      'an unknown value of the column',
      { ...zip(labels), parameters: { collection: 'c', collection_column: 'harbour' } },
      /^no image has "c" in the column "harbour"; its values are a, b$/,
    ],
    [
      'an unknown column',
      { ...zip(labels), parameters: { collection: 'a', collection_column: 'port' } },
      /"collection_column" is "port", which is no column of the labels; they have harbour$/,
    ],
    [
      'an unknown split',
      zip('image,label,split\npictures/1.png,x,exam\n'),
      /in the split "exam"; allowed are train, validation, test/,
    ],
    [
      'a picture that cannot be read',
      zip(`${labels}broken.png,ship,a\n`, zipped({ 'broken.png': png(1).subarray(0, 60) }).images),
      /^image "broken.png" cannot be read \(.+\); replace it or leave it out$/,
    ],
    [
      'an entry outside the archive',
      zip(labels, zipped({ '../evil.png': png(1) }).images),
      /has an entry "..\/evil.png" that points outside the archive/,
    ],
    [
      'a cut zip',
      zip(labels, { name: 'scenes.zip', bytes: Buffer.from('PK\x03\x04 broken') }),
      /is not a readable zip archive/,
    ],
  ])('refuses %s', async (_what, given, message) => {
    await expect(runStep(preprocess, given)).rejects.toMatchObject({
      name: 'StepInputError',
      message: expect.stringMatching(message) as string,
    });
  });
});
