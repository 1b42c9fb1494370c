import type { NormalizedSchema } from '@smithy/core/schema';
import { capitalized, javaField } from './java-names.ts';
import type { SdkStyle } from './sdk-error.ts';

/** A field of a request or an answer. */
export interface SchemaField {
  /** As JavaScript's SDK calls it. */
  readonly member: string;
  /** As Step Functions gives it. */
  readonly name: string;
  readonly schema: NormalizedSchema;
}

export interface SchemaFields {
  /** By every name that Step Functions takes. */
  readonly byName: ReadonlyMap<string, SchemaField>;
  readonly byMember: ReadonlyMap<string, SchemaField>;
}

const nameIn = (member: string, style: SdkStyle): string => (style === 'sdk' ? javaField(member) : capitalized(member));

const made = { sdk: new WeakMap<object, SchemaFields>(), optimised: new WeakMap<object, SchemaFields>() };

/** A structure's fields in Step Functions' spelling: always with a capital, whatever the service's own is. */
export const fieldsOf = (struct: NormalizedSchema, style: SdkStyle): SchemaFields => {
  const key: unknown = struct.getSchema();
  const cache = typeof key === 'object' && key !== null ? key : struct;
  const known = made[style].get(cache);
  if (known !== undefined) return known;
  const byName = new Map<string, SchemaField>();
  const byMember = new Map<string, SchemaField>();
  for (const [member, schema] of struct.structIterator()) {
    const field = { member, name: nameIn(member, style), schema };
    byMember.set(member, field);
    byName.set(capitalized(member), field);
    byName.set(field.name, field);
  }
  const fields = { byName, byMember };
  made[style].set(cache, fields);
  return fields;
};
