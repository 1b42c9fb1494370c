import * as z from 'zod';

/**
 * An object whose unknown fields are faults. The message of that fault is the list of the fields allowed, which the
 * issue itself does not hold, so that a suggestion can be made from it.
 */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
}
