import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../functions/steps/step-context.ts';

/** A naive Bayes filter: how often each word was seen in each kind of message. */
interface Filter {
  readonly messages: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Learns from most of the messages, and counts on the last ones how often it is right. */
export async function train({ inputs, outputs, parameters, metadata }: StepContext): Promise<void> {
  const [file] = inputs['messages']?.files ?? [];
  if (file === undefined) throw new Error('there are no messages');
  const rows = (await readFile(file.path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => {
      const [kind = '', text = ''] = line.split(',');
      return { kind, words: text.split(' ') };
    });
  const held = Number(parameters['held_back']);
  const filter = learn(rows.slice(0, -held));
  const wrong = rows.slice(-held).filter(({ kind, words }) => guess(filter, words) !== kind);
  for (const { kind, words } of wrong) console.log(`took this ${kind} for the other kind: ${words.join(' ')}`);
  metadata({ accuracy: Number((1 - wrong.length / held).toFixed(3)), messages: rows.length - held });
  await outputs.write('filter.json', JSON.stringify(filter));
}

function learn(rows: readonly { readonly kind: string; readonly words: readonly string[] }[]): Filter {
  const messages: Record<string, number> = {};
  const counts: Record<string, Record<string, number>> = {};
  for (const { kind, words } of rows) {
    messages[kind] = (messages[kind] ?? 0) + 1;
    const own = (counts[kind] ??= {});
    for (const word of words) own[word] = (own[word] ?? 0) + 1;
  }
  return { messages, words: counts };
}

function guess({ messages, words: counts }: Filter, words: readonly string[]): string {
  const scores = Object.entries(counts).map(([kind, own]) => {
    const total = Object.values(own).reduce((sum, count) => sum + count, 0);
    // One more of each word, so that a word never seen decides nothing.
    const likely = words.map((word) => Math.log(((own[word] ?? 0) + 1) / (total + 1000)));
    return { kind, score: likely.reduce((sum, each) => sum + each, Math.log(messages[kind] ?? 1)) };
  });
  return scores.sort((a, b) => b.score - a.score)[0]?.kind ?? '';
}

/** Puts the filter into use: here, a release with the reason why it may be. */
export async function release({ inputs, outputs, parameters }: StepContext): Promise<void> {
  const [file] = inputs['filter']?.files ?? [];
  if (file === undefined) throw new Error('there is no filter');
  const filter = JSON.parse(await readFile(file.path, 'utf8')) as Filter;
  const known = new Set(Object.values(filter.words).flatMap((words) => Object.keys(words)));
  const released = { words: known.size, accuracy: parameters['accuracy'], because: parameters['because'] };
  await outputs.write('release.json', JSON.stringify(released));
}
