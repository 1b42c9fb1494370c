import type { Check } from './check.ts';
import { apiReachable } from './checks/api-reachable.ts';
import { dataFolder } from './checks/data-folder.ts';
import { loopback } from './checks/loopback.ts';
import { memory } from './checks/memory.ts';
import { nodeVersion } from './checks/node-version.ts';

export const allChecks: readonly Check[] = [nodeVersion, memory, dataFolder, loopback, apiReachable];
