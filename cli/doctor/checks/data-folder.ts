import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatSize } from '../../output/format-size.ts';
import type { Check } from '../check.ts';

const COMFORTABLE_BYTES = 1e9;

export const dataFolder: Check = {
  name: 'data folder',
  run: async ({ dataFolder: folder }) => {
    const existing = await nearestExisting(folder);
    const writable = await access(existing, constants.W_OK).then(
      () => true,
      () => false,
    );
    const isFolder = (await stat(existing)).isDirectory();
    if (!writable || !isFolder) {
      const why = isFolder ? 'may not be written to' : 'is a file';
      return { status: 'missing', found: `"${existing}" ${why}`, hint: 'choose another folder with --data' };
    }
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    const found = `${folder}, ${formatSize(free)} free`;
    if (free >= COMFORTABLE_BYTES) return { status: 'ok', found };
    return { status: 'warning', found, hint: 'free some space, or choose a folder on another disk with --data' };
  },
};

async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined || dirname(folder) === folder ? folder : await nearestExisting(dirname(folder));
}
