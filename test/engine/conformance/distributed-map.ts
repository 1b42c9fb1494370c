import { tested, type FeatureGroup } from './feature.ts';

/** Distributed Map: each row names the tests that prove it against S3. */
export const distributedMap: FeatureGroup = {
  title: 'Distributed Map',
  features: [
    tested('Child executions with a history of their own', [
      'distributed-map.test.ts',
      'writes six events of its own, and one execution for each item',
    ]),
    tested('MaxConcurrency', ['distributed-map.test.ts', 'runs as many children at once as MaxConcurrency says']),
    tested('Outer variables are not visible', [
      'distributed-map.test.ts',
      'does not show children the outer variables',
    ]),
    tested('ItemReader: S3 listing', ['distributed-map.test.ts', 'reads a listing of S3, page by page']),
    tested('ItemBatcher', ['distributed-map.test.ts', 'batches items with a common input']),
    tested('ResultWriter', ['distributed-map.test.ts', 'writes results to S3 and gives their place']),
  ],
};
