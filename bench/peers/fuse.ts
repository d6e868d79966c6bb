import { textsOf, wordsOf, type LabelledText } from './texts.ts';
import { answerOf, loadPackage, versionOf, type Ask, type Candidate, type Peer } from './peer.ts';

/** The part of the package that is used. */
interface Index {
  search(query: string): readonly { readonly item: LabelledText; readonly score?: number }[];
}
type MakeIndex = new (list: readonly LabelledText[], options: object) => Index;

/** Fuzzy token search over the phrases; an entry counts as its best phrase. */
export function createFuse(): Peer {
  const Fuse = loadPackage<MakeIndex>('fuse.js');
  return {
    name: 'fuse.js',
    setting: 'token search over the phrases, threshold 0.1; words of Chinese and Japanese by Intl.Segmenter',
    version: versionOf('fuse.js'),
    isProbability: false,
    isSlow: true,
    train: (knowledge) => build(Fuse, textsOf(knowledge)),
  };
}

function build(Fuse: MakeIndex, texts: readonly LabelledText[]): Ask {
  const index = new Fuse(
    texts.filter(({ id }) => id !== null),
    {
      keys: ['text'],
      includeScore: true,
      useTokenSearch: true,
      threshold: 0.1,
      tokenize: wordsOf,
    },
  );
  return (text) => {
    const best = new Map<string, Candidate>();
    // Scores run from 0, a perfect match, to 1; the hits come best first.
    for (const { item, score = 1 } of index.search(text)) {
      if (item.id !== null && !best.has(item.id)) best.set(item.id, { id: item.id, confidence: 1 - score });
    }
    return answerOf([...best.values()]);
  };
}
