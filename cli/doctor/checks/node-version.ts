import type { Check } from '../check.ts';

const LEAST_MAJOR = 24;

export const nodeVersion: Check = {
  name: 'Node.js',
  run: async () => {
    const major = Number(process.versions.node.split('.')[0]);
    if (major >= LEAST_MAJOR) return { status: 'ok', found: process.version };
    return {
      status: 'missing',
      found: process.version,
      hint: `install Node.js ${LEAST_MAJOR} or later from https://nodejs.org`,
    };
  },
};
