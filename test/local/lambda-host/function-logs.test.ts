import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFunctionLogs } from '../../../local/lambda-host/function-logs.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('sets a log aside once it has grown large, and goes on in a new one', async () => {
  const folder = await temporaryFolder();
  const logs = await openFunctionLogs(folder);
  const long = Buffer.alloc(20 * 1024 * 1024 + 1, 'a');
  logs.append('f', Buffer.from('first\n'));
  logs.append('f', long);
  logs.append('f', Buffer.from('next\n'));
  logs.append('g', Buffer.from('other\n'));
  await logs.close();
  const again = await openFunctionLogs(folder);
  again.append('f', Buffer.from('after\n'));
  await again.close();
  const contents = (await readdir(folder))
    .toSorted()
    .map(async (name) => [
      name,
      (await readFile(join(folder, name), 'latin1')).replace('a'.repeat(long.length), '<long>'),
    ]);
  expect(await Promise.all(contents)).toEqual([
    ['f.log', 'next\nafter\n'],
    ['f.log.1', 'first\n<long>'],
    ['g.log', 'other\n'],
  ]);
});
