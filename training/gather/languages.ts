/** Languages that are gathered; a digit marks a second variety: Latin America, Portugal, Traditional Chinese. */
export const gathered: readonly string[] = 'en es es2 zh zh2 fr de it pt pt2 ja ko ru ar nl pl tr ca sv uk'.split(' ');

/** Names of varieties in the sources, in lower case; of all others the name is the language. */
const varieties: Readonly<Record<string, string>> = {
  'en-us': 'en',
  'es-es': 'es',
  'es-mx': 'es2',
  'es-419': 'es2',
  'zh-cn': 'zh',
  'zh-tw': 'zh2',
  'zh-hant': 'zh2',
  'pt-br': 'pt',
  'pt-pt': 'pt2',
  'sv-se': 'sv',
};

/** The code of a language as a source names it, for example `pt-BR`; undefined when it is not gathered. */
export function languageOf(name: string): string | undefined {
  const code = varieties[name.toLowerCase()] ?? name.toLowerCase();
  return gathered.includes(code) ? code : undefined;
}
