import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type Compressors } from 'hyparquet';
import type { Json } from '../../json/json.ts';
import { StateFailure } from '../state-failure.ts';
import { readerFailed } from './item-reader-failure.ts';

/** Snappy is the library's own; these come with Node. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
};

/** As many rows at once as bound memory without reading a page again and again. */
const ROWS = 10_000;

const jsonOf = (value: unknown): Json => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, jsonOf(item)]));
  }
  return typeof value === 'number' && !Number.isFinite(value) ? null : (value as Json);
};

/** One item a row, as many rows in memory as are read at once. Rejects with `States.ItemReaderFailed`. */
export async function* readParquet(file: AsyncBuffer): AsyncGenerator<Json> {
  try {
    const metadata = await parquetMetadataAsync(file);
    const total = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < total; rowStart += ROWS) {
      const rowEnd = Math.min(rowStart + ROWS, total);
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors });
      for (const row of rows) yield jsonOf(row);
    }
  } catch (error) {
    if (error instanceof StateFailure) throw error;
    throw readerFailed(`The object cannot be read as Parquet: ${(error as Error).message}`);
  }
}
