import type {
  EnvironmentVariableDefinition,
  InputDefinition,
  InputOverride,
  MountDefinition,
  OutputDefinition,
  ResourcesDefinition,
} from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, located, oneOrMore, requiredField } from '../cursor.ts';
import type {
  EnvironmentVariableSource,
  InputSource,
  MountSource,
  OutputSource,
  ResourcesSource,
} from '../schema/step-parts-schema.ts';

export function buildInput(cursor: Cursor<InputSource>): InputDefinition {
  const { value } = cursor;
  return {
    name: located(requiredField(cursor, 'name')),
    default: oneOrMore(field(cursor, 'default')).map(located),
    optional: value.optional ?? false,
    ...givenField(cursor, 'filename', 'filename'),
    keepDirectories: keepDirectoriesOf(value['keep-directories']),
    download: value.download ?? 'always',
    ...givenField(cursor, 'description', 'description'),
    span: cursor.node.span,
  };
}

export function buildInputOverride(cursor: Cursor<InputSource>): InputOverride {
  return {
    name: located(requiredField(cursor, 'name')),
    default: oneOrMore(field(cursor, 'default')).map(located),
    span: cursor.node.span,
  };
}

function keepDirectoriesOf(keep: InputSource['keep-directories']): InputDefinition['keepDirectories'] {
  if (keep === undefined || keep === false) return 'none';
  return keep === true ? 'full' : keep;
}

export function buildOutput(cursor: Cursor<OutputSource>): OutputDefinition {
  return { name: located(requiredField(cursor, 'name')), ...givenField(cursor, 'description', 'description') };
}

export function buildEnvironmentVariable(cursor: Cursor<EnvironmentVariableSource>): EnvironmentVariableDefinition {
  return {
    name: located(requiredField(cursor, 'name')),
    ...givenField(cursor, 'default', 'default'),
    optional: cursor.value.optional ?? true,
    ...givenField(cursor, 'description', 'description'),
  };
}

export function buildMount(cursor: Cursor<MountSource>): MountDefinition {
  const { value, node } = cursor;
  if (typeof value === 'string') {
    const colon = value.indexOf(':');
    return {
      source: { value: value.slice(0, colon), span: node.span },
      destination: { value: value.slice(colon + 1), span: node.span },
      readonly: false,
    };
  }
  const mount = { value, node };
  return {
    source: located(requiredField(mount, 'source')),
    destination: located(requiredField(mount, 'destination')),
    readonly: value.readonly ?? false,
    ...givenField(mount, 'type', 'type'),
    ...given('options', value.options),
  };
}

export function buildResources(cursor: Cursor<ResourcesSource>): ResourcesDefinition {
  const cpu = field(cursor, 'cpu');
  const memory = field(cursor, 'memory');
  return {
    ...given(
      'cpu',
      cpu === undefined ? undefined : { ...givenField(cpu, 'min', 'min'), ...givenField(cpu, 'max', 'max') },
    ),
    ...given(
      'memory',
      memory === undefined ? undefined : { ...givenField(memory, 'min', 'min'), ...givenField(memory, 'max', 'max') },
    ),
    ...given('devices', cursor.value.devices),
    span: cursor.node.span,
  };
}
