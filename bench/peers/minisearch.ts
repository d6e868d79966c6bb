import { byLanguage, wordsOf, type LabelledText } from './by-language.ts';
import { answerOf, loadPackage, shown, versionOf, type Ask, type Peer } from './peer.ts';

/** The part of the package that is used. */
interface Index {
  addAll(documents: readonly { id: string; text: string }[]): void;
  search(query: string): readonly { readonly id: string; readonly score: number }[];
}
type MakeIndex = new (options: object) => Index;

/** BM25+ over one document an entry, all its phrases joined; a hit for any word counts. */
export function createMinisearch(): Peer {
  const MiniSearch = loadPackage<MakeIndex>('minisearch');
  return {
    name: 'minisearch',
    setting: 'one document an entry, any word (default); words of Chinese and Japanese by Intl.Segmenter',
    version: versionOf('minisearch'),
    isProbability: false,
    isSlow: false,
    train: (knowledge) => byLanguage(knowledge, (texts) => build(MiniSearch, texts)),
  };
}

function build(MiniSearch: MakeIndex, texts: readonly LabelledText[]): Ask {
  const documents = new Map<string, string[]>();
  for (const { text, id } of texts) {
    // There is no such thing as a document that is not to be found.
    if (id === null) continue;
    const own = documents.get(id) ?? [];
    own.push(text);
    documents.set(id, own);
  }
  const index = new MiniSearch({ fields: ['text'], tokenize: (text: string) => wordsOf(text, undefined) });
  index.addAll([...documents].map(([id, list]) => ({ id, text: list.join('\n') })));
  return (text) => {
    const hits = index.search(text).slice(0, shown);
    // The score has no upper end; this keeps its order.
    return answerOf(hits.map(({ id, score }) => ({ id, confidence: score / (score + 10) })));
  };
}
