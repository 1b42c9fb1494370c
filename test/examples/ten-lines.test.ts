import { describe, expect, it } from 'vitest';
import { count, split } from '../../examples/ten-lines/steps.ts';
import { passedOn, runStep } from '../functions/steps/step-fixture.ts';

describe('the ten-line example', () => {
  it('counts the words of its text', async () => {
    const words = await runStep(split, { inputs: { text: ['examples/ten-lines/text.txt'] } });
    const counted = await runStep(count, { inputs: { words: passedOn(words, ['words.txt']) } });
    expect(counted.metadata).toEqual([{ words: 38, different: 24, most_frequent: 'the' }]);
    expect(counted.outputs.get('counts.csv')?.toString()).toMatch(/^the,5\n/);
  });
});
