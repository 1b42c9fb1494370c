/** The ASL with its placeholders replaced by the names of functions and of the table, as CloudFormation's definition substitutions do it. */
export function substitutePlaceholders(asl: string, substitutions: Readonly<Record<string, string>>): string {
  return asl.replaceAll(/\$\{([A-Za-z0-9_]+)\}/gu, (text, placeholder: string) =>
    Object.hasOwn(substitutions, placeholder) ? (substitutions[placeholder] ?? text) : text,
  );
}
