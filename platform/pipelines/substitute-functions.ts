/** The ASL with its functions' placeholders replaced by names, as CloudFormation's definition substitutions do it. */
export function substituteFunctions(asl: string, substitutions: Readonly<Record<string, string>>): string {
  return asl.replaceAll(/\$\{([A-Za-z0-9_]+)\}/gu, (text, placeholder: string) =>
    Object.hasOwn(substitutions, placeholder) ? (substitutions[placeholder] ?? text) : text,
  );
}
