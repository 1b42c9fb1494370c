import type { QueryLanguage } from '../asl/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import {
  checkNumber,
  checkObject,
  checkPath,
  checkRequired,
  checkString,
  checkTemplate,
  oneOf,
} from './check-values.ts';
import { problemAt, schemaError, type Report } from './definition-problem.ts';
import type { Place } from './place.ts';
import { wrongLanguage } from './state-fields.ts';

const DISTRIBUTED_ONLY = [
  ...['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label', 'ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ...['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
];

const S3_READ = /^arn:aws[a-z-]*:states:::s3:(getObject|listObjectsV2)$/;
const S3_WRITE = /^arn:aws[a-z-]*:states:::s3:putObject$/;
const MOST_BATCH_BYTES = 262_144;
const LABEL = /^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]{1,40}$/u;

/** `Arguments` in JSONata, `Parameters` in JSONPath. */
const checkParameters = (part: JsonObject, language: QueryLanguage, place: Place, report: Report): void => {
  const wrong = language === 'JSONata' ? 'Parameters' : 'Arguments';
  if (part[wrong] !== undefined) report(schemaError([...place, wrong], wrongLanguage(language, wrong)));
  if (language === 'JSONPath') checkTemplate(part['Parameters'], [...place, 'Parameters'], report);
};

const checkS3Resource = (resource: Json | undefined, allowed: RegExp, place: Place, report: Report): void => {
  if (resource !== undefined && (typeof resource !== 'string' || !allowed.test(resource))) {
    report(
      schemaError([...place, 'Resource'], `The resource provided ${JSON.stringify(resource)} is not supported here`),
    );
  }
};

const checkReader = (reader: Json | undefined, language: QueryLanguage, place: Place, report: Report): void => {
  if (reader === undefined || !checkObject(reader, place, report)) return;
  checkRequired(reader, ['Resource'], place, report);
  checkS3Resource(reader['Resource'], S3_READ, place, report);
  checkParameters(reader, language, place, report);
  const config = reader['ReaderConfig'];
  const at = [...place, 'ReaderConfig'];
  if (config === undefined || !checkObject(config, at, report)) return;
  checkString(config['InputType'], [...at, 'InputType'], report);
  oneOf(config['CSVHeaderLocation'], ['FIRST_ROW', 'GIVEN'], [...at, 'CSVHeaderLocation'], report);
  oneOf(config['CSVDelimiter'], ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'], [...at, 'CSVDelimiter'], report);
};

const checkBatcher = (batcher: Json | undefined, language: QueryLanguage, place: Place, report: Report): void => {
  if (batcher === undefined || !checkObject(batcher, place, report)) return;
  const sizes = ['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'];
  if (!sizes.some((name) => batcher[name] !== undefined)) {
    report(schemaError(place, 'ItemBatcher needs MaxItemsPerBatch or MaxInputBytesPerBatch'));
  }
  const expressions = language === 'JSONata';
  checkNumber(batcher['MaxItemsPerBatch'], { least: 1 }, expressions, [...place, 'MaxItemsPerBatch'], report);
  const bytes = [...place, 'MaxInputBytesPerBatch'];
  checkNumber(batcher['MaxInputBytesPerBatch'], { least: 1, most: MOST_BATCH_BYTES }, expressions, bytes, report);
};

const checkWriter = (writer: Json | undefined, language: QueryLanguage, place: Place, report: Report): void => {
  if (writer === undefined || !checkObject(writer, place, report)) return;
  checkS3Resource(writer['Resource'], S3_WRITE, place, report);
  checkParameters(writer, language, place, report);
  const target = language === 'JSONata' ? 'Arguments' : 'Parameters';
  if (writer['Resource'] === undefined && writer['WriterConfig'] === undefined) {
    report(schemaError(place, 'ResultWriter needs Resource and its destination, or WriterConfig, or both'));
  } else if (writer['Resource'] !== undefined) checkRequired(writer, [target], place, report);
  const config = writer['WriterConfig'];
  const at = [...place, 'WriterConfig'];
  if (config === undefined || !checkObject(config, at, report)) return;
  oneOf(config['Transformation'], ['NONE', 'COMPACT', 'FLATTEN'], [...at, 'Transformation'], report);
  oneOf(config['OutputType'], ['JSON', 'JSONL'], [...at, 'OutputType'], report);
};

export const isDistributed = (flow: Json | undefined): boolean => {
  const config = isJsonObject(flow) ? flow['ProcessorConfig'] : undefined;
  return isJsonObject(config) && config['Mode'] === 'DISTRIBUTED';
};

/** A Map's own fields. Gives the flow inside it. */
export const checkMap = (
  state: JsonObject,
  language: QueryLanguage,
  place: Place,
  report: Report,
): readonly (readonly [Json, Place])[] => {
  const expressions = language === 'JSONata';
  checkNumber(state['MaxConcurrency'], { least: 0 }, expressions, [...place, 'MaxConcurrency'], report);
  const count = [...place, 'ToleratedFailureCount'];
  checkNumber(state['ToleratedFailureCount'], { least: 0 }, expressions, count, report);
  const percentage = [...place, 'ToleratedFailurePercentage'];
  const range = { least: 0, most: 100, whole: false };
  checkNumber(state['ToleratedFailurePercentage'], range, expressions, percentage, report);
  checkPath(state['ItemsPath'], 'reference', [...place, 'ItemsPath'], report);
  if (language === 'JSONPath') checkTemplate(state['ItemSelector'], [...place, 'ItemSelector'], report);
  checkReader(state['ItemReader'], language, [...place, 'ItemReader'], report);
  checkBatcher(state['ItemBatcher'], language, [...place, 'ItemBatcher'], report);
  checkWriter(state['ResultWriter'], language, [...place, 'ResultWriter'], report);
  const { Label, ItemProcessor, Iterator: iterator } = state;
  if (Label !== undefined && (typeof Label !== 'string' || !LABEL.test(Label))) {
    report(
      schemaError(
        [...place, 'Label'],
        'Label has 1 to 40 characters, none of them a space, a control character or one of ?*<>{}[]"#%\\^|~`$&,;:/',
      ),
    );
  }
  if (!isDistributed(ItemProcessor)) {
    for (const field of DISTRIBUTED_ONLY) {
      if (state[field] === undefined) continue;
      const message = `Field '${field}' belongs to a Distributed Map and does nothing here: set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED`;
      report(problemAt([...place, field], 'DISTRIBUTED_MAP_FIELD', message));
    }
  }
  if (ItemProcessor !== undefined) return [[ItemProcessor, [...place, 'ItemProcessor']]];
  if (iterator !== undefined) return [[iterator, [...place, 'Iterator']]];
  checkRequired(state, ['ItemProcessor'], place, report);
  return [];
};
