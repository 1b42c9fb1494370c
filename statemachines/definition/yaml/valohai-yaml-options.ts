import type { Composer, ScalarTag, Tags } from 'yaml';

const SCALARS_KEPT = new Set(
  ['map', 'seq', 'str', 'null', 'bool', 'int', 'float'].map((name) => `tag:yaml.org,2002:${name}`),
);

/**
 * YAML as Valohai reads it, with PyYAML: YAML 1.1, where `yes` and `on` are true and `0x1f` and `1_000` are numbers.
 * Departing from both, dates stay text, as no field takes a date. Departing from the letter of YAML 1.1 like PyYAML, a
 * single `y` or `n` is text.
 */
export const valohaiYamlOptions = {
  version: '1.1',
  // The tree builder finds duplicates and merges; the composer's own check compares each key with every other.
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: (tags: Tags): Tags =>
    tags.flatMap((tag) => {
      if (typeof tag === 'string' || !SCALARS_KEPT.has(tag.tag)) return [];
      return [isScalarTag(tag) && tag.tag.endsWith(':bool') ? asInPyYaml(tag) : tag];
    }),
} as const satisfies ConstructorParameters<typeof Composer>[0];

function isScalarTag(tag: Exclude<Tags[number], string>): tag is ScalarTag {
  return tag.collection === undefined;
}

/** https://github.com/yaml/pyyaml: `resolver.py`, the implicit resolver of booleans. */
function asInPyYaml(tag: ScalarTag): ScalarTag {
  const isTrue = tag.test?.test('true') ?? false;
  return {
    ...tag,
    test: isTrue ? /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/ : /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
  };
}
