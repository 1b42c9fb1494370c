import { tested, type FeatureGroup } from './feature.ts';
import { mapRuns } from './map-runs.ts';

/** Distributed Map: each row names the tests that prove it against S3. */
export const distributedMap: FeatureGroup = {
  title: 'Distributed Map',
  features: [
    ...mapRuns,
    tested('Child executions with a history of their own', [
      'distributed-map.test.ts',
      'writes six events of its own, and one execution for each item',
    ]),
    tested('MaxConcurrency', ['distributed-map.test.ts', 'runs as many children at once as MaxConcurrency says']),
    tested('Outer variables are not visible', [
      'distributed-map.test.ts',
      'does not show children the outer variables',
    ]),
    tested('Children as EXPRESS executions', [
      'distributed-map.test.ts',
      'starts children as EXPRESS executions where it is told so',
    ]),
    tested('ItemReader: JSON, JSON Lines, CSV with every delimiter and header, GZIP, ItemsPointer, MaxItems', [
      'services/item-readers.test.ts',
      'reads %s',
    ]),
    tested('ItemReader: Parquet', [
      'services/item-readers.test.ts',
      'reads Parquet, with numbers, texts, times, lists of nothing and compressed pages',
    ]),
    tested(
      'ItemReader: S3 listing, LOAD_AND_FLATTEN',
      ['distributed-map.test.ts', 'reads a listing of S3, page by page'],
      ['services/item-readers.test.ts', 'reads a listing, or what is in its objects'],
    ),
    tested(
      'ItemReader: manifests, S3_INVENTORY and ATHENA_DATA',
      ['services/item-readers.test.ts', 'reads an S3 inventory, whose objects are compressed'],
      ['services/item-readers.test.ts', "reads the objects that Athena's manifest names"],
    ),
    tested('MaxItemsPath', [
      'services/item-readers.test.ts',
      'takes MaxItems from a path, and fails the state for what is no whole number',
    ]),
    tested('States.ItemReaderFailed', ['services/item-readers.test.ts', 'fails for %s']),
    tested('ItemBatcher', ['distributed-map.test.ts', 'batches items with a common input']),
    tested(
      'Tolerated failures by count and percentage, as values, paths and expressions',
      ['distributed-map.test.ts', 'with %o and two failures of four ends with %s'],
      ['distributed-map.test.ts', 'fails the state for a %s that cannot be'],
      ['distributed-map.test.ts', 'counts the items of a failed batch: with %d of them tolerated ends with %s'],
    ),
    tested(
      'ResultWriter: manifest, SUCCEEDED, FAILED and PENDING files, parts of large objects',
      ['services/result-writer.test.ts', 'writes what succeeded and what failed, with a manifest, and says where'],
      ['services/result-writer.test.ts', 'writes what was not started when the threshold was exceeded'],
      ['services/result-writer.test.ts', 'writes what is larger than a state may hold, and than one part of an object'],
    ),
    tested('WriterConfig: Transformation and OutputType', ['services/result-writer.test.ts', 'writes them as %o']),
    tested('States.ResultWriterFailed', ['services/result-writer.test.ts', 'fails for a bucket that is not there']),
    tested('States.DataLimitExceeded without a ResultWriter', [
      'services/result-writer.test.ts',
      'fails without a ResultWriter when the output is too large for a state',
    ]),
    tested('Label', [
      'distributed-map.test.ts',
      'keeps its own label apart from the name of the state, the same in every execution',
    ]),
  ],
};
