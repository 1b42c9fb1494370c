/**
 * Step Functions is written with AWS's SDK for Java, whose spelling shows in the names of services, fields and errors.
 * https://github.com/aws/aws-sdk-java-v2 (codegen's naming strategy) cuts a name into words so.
 */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .replace(/([^a-z]{2,})v([0-9]+)/g, '$1 v$2 ')
    .replace(/([^A-Z]{2,})V([0-9]+)/g, '$1 V$2 ')
    .replace(/([a-z])(?=[A-Z]([a-zA-Z]|[0-9]))/g, '$1 ')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([0-9])([a-zA-Z])/g, '$1 $2')
    .split(' ')
    .filter((word) => word !== '');

export const capitalized = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** A service or an exception: `DynamoDB` is `DynamoDb` there. */
export const javaName = (name: string): string =>
  wordsOf(name)
    .map((word) => capitalized(word.toLowerCase()))
    .join('');

/** A field: only an acronym at its beginning changes, so that `DBInstanceIdentifier` is `DbInstanceIdentifier`. */
export const javaField = (name: string): string => {
  // A member of DynamoDB's AttributeValue, whose name would be a word of the language.
  if (name === 'NULL') return 'Nul';
  const acronym = /^[A-Z]{2,}(?=[A-Z][a-z]|[^A-Za-z]|$)|^[A-Z]+(?=[^A-Za-z]|$)/.exec(name)?.[0] ?? '';
  return capitalized(`${acronym.toLowerCase()}${name.slice(acronym.length)}`);
};

/** Every exception ends so, whatever the service's model calls it. */
export const exceptionName = (name: string): string => {
  if (name.endsWith('Exception')) return name;
  return name.endsWith('Fault') ? `${name.slice(0, -'Fault'.length)}Exception` : `${name}Exception`;
};
