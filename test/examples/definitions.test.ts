import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseValohai } from '../../statemachines/definition/valohai/parse-valohai.ts';

describe('the definitions of the examples', () => {
  it.each(['approval', 'compare', 'failover', 'fashion-mnist', 'harbours', 'nightly', 'ten-lines', 'tides'])(
    'are without fault: %s',
    async (example) => {
      const file = `examples/${example}/valohai.yaml`;
      expect(parseValohai(await readFile(file, 'utf8'), file).diagnostics).toEqual([]);
    },
  );
});
