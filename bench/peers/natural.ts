import { textsOf, wordsOf, type LabelledText } from './texts.ts';
import { answerOf, loadPackage, versionOf, type Ask, type Peer } from './peer.ts';

/** The parts of the package that are used. */
interface Classifier {
  addDocument(tokens: readonly string[], label: string): void;
  train(): void;
  getClassifications(tokens: readonly string[]): readonly { readonly label: string; readonly value: number }[];
}
type MakeClassifier = new (stemmer: undefined, smoothing: number) => Classifier;
interface Stemmer {
  tokenizeAndStem(text: string): string[];
}

/** Label of texts that belong to no entry; no id of an entry is like it. */
const noEntry = '(none)';

/** Tuned on validation files: 1, the default, prefers rare entries. */
const smoothing = 0.1;

const stemmerFiles: Readonly<Record<string, string>> = {
  en: 'porter_stemmer',
  de: 'porter_stemmer_de',
  es: 'porter_stemmer_es',
  fr: 'porter_stemmer_fr',
  it: 'porter_stemmer_it',
  nl: 'porter_stemmer_nl',
  pt: 'porter_stemmer_pt',
  ru: 'porter_stemmer_ru',
};

/** Naive Bayes over stems. The package's index loads database clients, so only what is used is loaded. */
export function createNatural(): Peer {
  const Bayes = loadPackage<MakeClassifier>('natural/lib/natural/classifiers/bayes_classifier.js');
  const stemmers = new Map(
    Object.entries(stemmerFiles).map(([lang, file]) => [
      lang,
      loadPackage<Stemmer>(`natural/lib/natural/stemmers/${file}.js`),
    ]),
  );
  // English is what the package takes where nothing is said.
  const stems = (text: string, lang = 'en') => stemmers.get(lang.slice(0, 2))?.tokenizeAndStem(text) ?? wordsOf(text);
  return {
    name: 'natural Bayes',
    setting: `BayesClassifier, smoothing ${smoothing}, the language's stemmer and stop words where there are any`,
    version: versionOf('natural'),
    isProbability: true,
    isSlow: false,
    train: (knowledge) => build(new Bayes(undefined, smoothing), textsOf(knowledge), stems),
  };
}

function build(
  classifier: Classifier,
  texts: readonly LabelledText[],
  stems: (text: string, lang: string | undefined) => string[],
): Ask {
  for (const { text, lang, id } of texts) classifier.addDocument(stems(text, lang), id ?? noEntry);
  classifier.train();
  return (text, lang) => {
    const classes = classifier.getClassifications(stems(text, lang));
    const total = classes.reduce((sum, { value }) => sum + value, 0);
    const candidates = classes
      .filter(({ label }) => label !== noEntry)
      .map(({ label, value }) => ({ id: label, confidence: total > 0 ? value / total : 0 }));
    const answer = answerOf(candidates);
    return classes[0]?.label === noEntry ? { ...answer, id: null } : answer;
  };
}
