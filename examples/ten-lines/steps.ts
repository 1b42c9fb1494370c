import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../functions/steps/step-context.ts';

/** Writes the words of a text, one a line. */
export async function split({ inputs, outputs }: StepContext): Promise<void> {
  const words = (await readInput(inputs, 'text')).toLowerCase().match(/\p{Letter}+/gu) ?? [];
  await outputs.write('words.txt', words.join('\n'));
}

/** Counts how often each word occurs, the most frequent first. */
export async function count(context: StepContext): Promise<void> {
  const words = (await readInput(context.inputs, 'words')).split('\n').filter((word) => word !== '');
  const counts = Array.from(
    Map.groupBy(words, (word) => word),
    ([word, all]) => ({ word, count: all.length }),
  );
  counts.sort((left, right) => right.count - left.count);
  context.metadata({ words: words.length, different: counts.length, most_frequent: counts[0]?.word ?? '' });
  await context.outputs.write('counts.csv', counts.map((entry) => `${entry.word},${entry.count}\n`).join(''));
}

async function readInput(inputs: StepContext['inputs'], name: string): Promise<string> {
  const texts = await Promise.all((inputs[name]?.files ?? []).map(({ path }) => readFile(path, 'utf8')));
  return texts.join('\n');
}
