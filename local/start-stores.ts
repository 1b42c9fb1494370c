import { join } from 'node:path';

import { startDynamodb, type LocalDynamodb } from './dynamodb/start-dynamodb.ts';
import { startS3, type LocalS3 } from './s3/start-s3.ts';
import { ACCOUNT, BUCKET, TABLE } from './stage.ts';

export interface Stores {
  readonly s3: LocalS3;
  readonly dynamodb: LocalDynamodb;
}

/** Opens both stores at once; when one fails, the other is closed again. */
export async function startStores(dataDir: string): Promise<Stores> {
  const opening = [
    startS3({ folder: join(dataDir, 's3'), bucket: BUCKET }),
    startDynamodb({ ...ACCOUNT, path: join(dataDir, 'dynamodb'), tableName: TABLE }),
  ] as const;
  try {
    const [s3, dynamodb] = await Promise.all(opening);
    return { s3, dynamodb };
  } catch (error) {
    for (const store of await Promise.allSettled(opening)) if (store.status === 'fulfilled') await store.value.close();
    throw error;
  }
}
