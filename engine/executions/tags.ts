import type { Tag } from '@aws-sdk/client-sfn';
import { StepFunctionsError } from './step-functions-error.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_TAGS = 50;

export type Tags = Readonly<Record<string, string>>;

/** Throws `TooManyTags` where a resource would have more than it may. */
export const tagsAfter = (before: Tags, given: readonly Tag[] | undefined): Tags => {
  const tags = { ...before };
  for (const { key = '', value = '' } of given ?? []) tags[key] = value;
  if (Object.keys(tags).length > MOST_TAGS) {
    throw new StepFunctionsError('TooManyTags', `Too Many Tags: 'a resource may have at most ${MOST_TAGS} tags'`);
  }
  return tags;
};

export const shownTags = (tags: Tags): Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }));
