import { textsOf } from './texts.ts';
import { loadPackage, shown, versionOf, type Peer } from './peer.ts';

/** The parts of the packages that are used. */
interface Nlp {
  addDocument(locale: string, utterance: string, intent: string): void;
  train(): Promise<unknown>;
  process(locale: string, utterance: string): Promise<Processed>;
  process(utterance: string): Promise<Processed>;
}
interface Processed {
  readonly intent?: string;
  readonly classifications?: readonly { readonly intent: string; readonly score: number }[];
}
interface Container {
  use(plugin: unknown): void;
}
interface Basic {
  readonly containerBootstrap: () => Promise<Container>;
  Nlp: unknown;
}

const languagePacks = ['ar', 'da', 'de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'nl', 'pt', 'ru', 'sr', 'tr', 'zh'];

/** Its neural network a language, with the language packs; default settings, only that it writes no file. */
export function createNlpjs(): Peer {
  return {
    name: 'nlp.js',
    setting:
      'language packs, default settings (threshold 0.5), a None class where texts of none are given; a language without phrases is asked as English',
    version: versionOf('@nlpjs/nlp'),
    isProbability: true,
    isSlow: false,
    train: async (knowledge) => {
      const texts = textsOf(knowledge);
      const nlp = await create([...new Set(texts.map(({ lang }) => lang))]);
      for (const { text, lang, id } of texts) nlp.addDocument(lang.slice(0, 2), text, id ?? 'None');
      await nlp.train();
      const trained = new Set(texts.map(({ lang }) => lang.slice(0, 2)));
      const fallback = trained.has('en') ? 'en' : ([...trained][0] ?? 'en');
      return async (text, lang) => {
        const locale = lang?.slice(0, 2) ?? '';
        const known = trained.has(locale) ? locale : fallback;
        // Its language guesser throws on some texts in scripts that it was not trained on.
        const result = await (lang === undefined
          ? nlp.process(text).catch(() => nlp.process(fallback, text))
          : nlp.process(known, text));
        // Below its threshold it says None with certainty; the candidates are still told.
        const top = (result.classifications ?? [])
          .filter(({ intent }) => intent !== 'None')
          .slice(0, shown)
          .map(({ intent, score }) => ({ id: intent, confidence: Math.min(1, Math.max(0, score)) }));
        const declines = result.intent === undefined || result.intent === 'None';
        return { id: declines ? null : result.intent, confidence: top[0]?.confidence ?? 0, top };
      };
    },
  };
}

async function create(languages: readonly string[]): Promise<Nlp> {
  const { containerBootstrap, Nlp: NlpClass } = loadPackage<Basic>('@nlpjs/basic');
  const container = await containerBootstrap();
  container.use(NlpClass);
  const locales = [...new Set(languages.map((language) => language.slice(0, 2)))];
  for (const locale of locales) {
    if (!languagePacks.includes(locale)) continue;
    const name = `Lang${locale[0]?.toUpperCase() ?? ''}${locale.slice(1)}`;
    container.use(loadPackage<Readonly<Record<string, unknown>>>(`@nlpjs/lang-${locale}`)[name]);
  }
  const Make = NlpClass as new (settings: object) => Nlp;
  return new Make({ container, languages: locales, autoSave: false, autoLoad: false });
}
