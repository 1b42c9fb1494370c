import { describe, expect, it } from 'vitest';
import { ganttBar } from '../../cli/estimate/gantt-bar.ts';

const execution = (startSeconds: number, endSeconds: number) => ({
  node: 'train',
  trial: [],
  startSeconds,
  endSeconds,
});

describe('ganttBar', () => {
  it('stands where the execution is', () => {
    expect(ganttBar([execution(2, 6)], 10, 10)).toBe('  ████');
    expect(ganttBar([execution(0, 10)], 10, 10)).toBe('██████████');
  });

  it('is lighter where a column is partly filled, or fewer run than ever do', () => {
    expect(ganttBar([execution(0.5, 2.25)], 4, 4)).toBe('▒█░');
    expect(ganttBar([execution(0, 1), execution(0, 2), execution(0, 3), execution(0, 4)], 4, 4)).toBe('█▓▒░');
  });

  it('shows what takes no time', () => {
    expect(ganttBar([execution(2, 2)], 4, 4)).toBe('  ░');
    expect(ganttBar([execution(4, 4)], 4, 4)).toBe('   ░');
    expect(ganttBar([], 4, 4)).toBe('');
  });

  it('has equal shades for equal shares, whatever the sums of their parts', () => {
    expect(ganttBar([execution(0, 0.3), execution(0.1, 0.3), execution(0.2, 0.3)], 0.3, 30)).toBe('▒'.repeat(10) + '▓'.repeat(10) + '█'.repeat(10)); // prettier-ignore
  });
});
