import { startLocalCloud } from '../../local/start-local-cloud.ts';

/** A process that runs a cloud until it is killed: `node run-cloud.ts <data folder> <cache folder>`. */
const [dataDir = '', cacheDir = ''] = process.argv.slice(2);
const cloud = await startLocalCloud({ dataDir, cacheDir });
process.stdout.write(`${JSON.stringify({ endpoints: cloud.endpoints, token: cloud.token })}\n`);
