import * as z from 'zod';

export const MOST_ITEMS_A_PAGE = 1000;

/** `cursor` is a former answer's `nextCursor`, unchanged; it names a place, not a number of items. */
export const pageQuerySchema = z.object({
  cursor: z.string().min(1).max(4096).exactOptional(),
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS_A_PAGE).default(100),
});

/** `nextCursor` is absent on the last page. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().exactOptional() });
}
