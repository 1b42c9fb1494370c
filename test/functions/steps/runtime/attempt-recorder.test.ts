import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttemptRecorder } from '../../../../functions/steps/runtime/attempt-recorder.ts';
import { createSegmentWriter } from '../../../../functions/steps/runtime/segment-writer.ts';

function memoryObjects() {
  const objects = new Map<string, string>();
  return {
    objects,
    putText: (key: string, text: string) => Promise.resolve(void objects.set(key, text)),
    remove: (key: string) => Promise.resolve(void objects.delete(key)),
  };
}
const lines = (objects: ReadonlyMap<string, string>, folder: string): readonly string[] =>
  [...objects]
    .filter(([key]) => key.startsWith(folder))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, text]) => text.trimEnd().split('\n'));
const messages = (objects: ReadonlyMap<string, string>): readonly string[] =>
  lines(objects, 'a/logs/').map((line) => (JSON.parse(line) as { message: string }).message);

describe('createAttemptRecorder', () => {
  it('keeps every line, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', '{', '"', '\n', 'é', '😀') })),
        async (chunks) => {
          const store = memoryObjects();
          const recorder = createAttemptRecorder(store, 'a/', () => 0);
          for (const chunk of chunks) recorder.printed('stdout', chunk, 0);
          recorder.end();
          await recorder.flush();
          const text = chunks.join('');
          const expected = text.endsWith('\n') || text === '' ? text.split('\n').slice(0, -1) : text.split('\n');
          expect(messages(store.objects)).toEqual(expected);
        },
      ),
      { seed: 11, numRuns: process.env['SLIPWAY_TEST_FULL'] === undefined ? 100 : 2000 },
    );
  });

  it('takes metadata of up to 256 KiB on a line, and says so of more', async () => {
    const store = memoryObjects();
    const recorder = createAttemptRecorder(store, 'a/', () => 0);
    const names = Array.from({ length: 10_000 }, (_, index) => `file-${index}`);
    const large = JSON.stringify({ names });
    expect(large.length).toBeGreaterThan(100 * 1024);
    for (let from = 0; from < large.length; from += 50_000)
      recorder.printed('stdout', large.slice(from, from + 50_000), 0);
    recorder.printed('stdout', '\n', 0);
    for (let turn = 0; turn < 2; turn += 1) recorder.printed('stdout', `{"a":"${'x'.repeat(600 * 1024)}"}\n`, 0);
    recorder.printed('stdout', '{"b":1}\n', 0);
    recorder.end();
    await recorder.flush();
    expect(recorder.latest()).toEqual({ names, b: 1 });
    const logged = messages(store.objects);
    expect(logged.slice(0, Math.ceil(large.length / (32 * 1024))).join('')).toBe(large);
    expect(logged.filter((message) => message.startsWith('a line of more than'))).toEqual([
      'a line of more than 256 KiB is not taken for metadata; write it to an output instead',
    ]);
  });

  it('takes JSON objects on lines of stdout as metadata, and nothing else', async () => {
    const store = memoryObjects();
    const recorder = createAttemptRecorder(store, 'a/', () => 0);
    const printed = [
      '{"a":1}',
      ' {"b":{"c":[2]}} ',
      '[1]',
      '7',
      '{}',
      '{"a":NaN}',
      '{broken}',
      '{"a":3,"__proto__":4}',
      'x{"a":9}',
    ];
    recorder.printed('stdout', `${printed.join('\n')}\r\n`, 1000);
    recorder.printed('stderr', '{"a":5}\n', 1000);
    recorder.end();
    await recorder.flush();
    expect(recorder.latest()).toEqual(JSON.parse('{"a":3,"b":{"c":[2]},"__proto__":4}'));
    expect(lines(store.objects, 'a/metadata/').map((line) => JSON.parse(line) as unknown)).toEqual(
      ['{"a":1}', '{"b":{"c":[2]}}', '{"a":3,"__proto__":4}'].map((values) => ({
        time: '1970-01-01T00:00:01.000Z',
        values: JSON.parse(values) as unknown,
      })),
    );
    expect(recorder.takeChange()).toBe(true);
    expect(recorder.takeChange()).toBe(false);
  });

  it('keeps the tail of more than 10 MB, and says so', async () => {
    const store = memoryObjects();
    const recorder = createAttemptRecorder(store, 'a/', () => 0);
    const wide = 'x'.repeat(1000);
    for (let line = 1; line <= 15_000; line += 1) {
      recorder.printed('stderr', `${line} ${wide}\n`, 0);
      if (line % 500 === 0) await recorder.flush();
    }
    await recorder.flush();
    const kept = messages(store.objects);
    expect(kept.at(-1)).toMatch(/^15000 x/);
    expect(kept.filter((message) => message.startsWith('earlier lines are not kept'))).not.toEqual([]);
    const size = [...store.objects.values()].reduce((sum, text) => sum + text.length, 0);
    expect(size).toBeLessThan(10_200_000);
    expect(size).toBeGreaterThan(9_000_000);
  });
});

describe('createSegmentWriter', () => {
  it('loses nothing when a write fails, and tells at the next flush', async () => {
    const store = memoryObjects();
    let broken = true;
    const writer = createSegmentWriter(
      { ...store, putText: (key, text) => (broken ? Promise.reject(new Error('down')) : store.putText(key, text)) },
      { prefix: 'p/', segmentSize: 4, mostSize: 1000, droppedLine: () => 'dropped' },
    );
    writer.append('"one"');
    writer.append('"two"');
    await expect(writer.flush()).rejects.toThrow('down');
    broken = false;
    await writer.flush();
    expect(lines(store.objects, 'p/')).toEqual(['"one"', '"two"']);
  });
});
