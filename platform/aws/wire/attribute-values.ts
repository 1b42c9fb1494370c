/** A value of DynamoDB as its JSON protocol writes it. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Readonly<Record<string, AttributeValue>> };

export type AttributeMap = Readonly<Record<string, AttributeValue>>;

/** Fields that are undefined are left out, as JSON does; any name is one, also `__proto__`. */
export function attributeMap(fields: Readonly<Record<string, unknown>>): AttributeMap {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, attributeValue(value)]])),
  );
}

export function fieldsOf(map: AttributeMap): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, valueOf(value)]));
}

function attributeValue(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
      if (Array.isArray(value)) return { L: value.map(attributeValue) };
      if (value instanceof Set || value instanceof Map)
        throw new TypeError('a Set or a Map has no value here: write a list or a plain object');
      return { M: attributeMap(value as Readonly<Record<string, unknown>>) };
    default:
      throw new TypeError(`DynamoDB has no value for a ${typeof value}`);
  }
}

function valueOf(value: AttributeValue): unknown {
  if ('S' in value) return value.S;
  if ('N' in value) return Number(value.N);
  if ('BOOL' in value) return value.BOOL;
  if ('M' in value) return fieldsOf(value.M);
  if ('L' in value) return value.L.map(valueOf);
  if ('B' in value) return new Uint8Array(Buffer.from(value.B, 'base64'));
  if ('NULL' in value) return null;
  throw new TypeError(`the type ${Object.keys(value).join()} of DynamoDB is not read here`);
}
