import { totalmem } from 'node:os';
import { formatSize } from '../../output/format-size.ts';
import type { Check } from '../check.ts';

/** One environment of the largest built-in step, and the cloud itself. */
const COMFORTABLE_BYTES = 2e9;

export const memory: Check = {
  name: 'memory',
  run: async () => {
    // Inside a container its own limit counts, not the host's memory.
    const limit = process.constrainedMemory();
    const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
    if (bytes >= COMFORTABLE_BYTES) return { status: 'ok', found: formatSize(bytes) };
    return {
      status: 'warning',
      found: formatSize(bytes),
      hint: 'training steps may be ended for want of memory; 2 GB do',
    };
  },
};
