import type { CallOptions } from './call-route.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/**
 * Every item of a listing, page after page, each page asked for when it is needed.
 *
 * @example
 * for await (const run of allItems(client.listRuns, { pipeline: 'harbours' })) print(run);
 */
export async function* allItems<Input extends object, Item>(
  list: (input: Input, options?: CallOptions) => Promise<Page<Item>>,
  input: Input,
  options?: CallOptions,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await list({ ...input, ...(cursor === undefined ? {} : { cursor }) }, options);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
