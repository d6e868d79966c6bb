import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgram, type Environment } from '../support/command-line.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

/** Any answer of the protocol. */
interface Answer {
  readonly type?: string;
  readonly id: string | null;
  readonly confidence: number;
  readonly lang: string;
  readonly ms: number;
  readonly top: readonly { readonly id: string; readonly confidence: number }[];
}

/** Six entries of five phrases; the last one in Spanish too. */
const entries = [
  {
    id: 'card',
    phrases: { en: ['where is my card', 'card not here', 'track my card', 'card delivery', 'has my card been sent'] },
  },
  { id: 'pin', phrases: { en: ['change my pin', 'new pin code', 'forgot the pin', 'reset pin', 'pin is blocked'] } },
  {
    id: 'loan',
    phrases: { en: ['get a loan', 'borrow money', 'loan rates', 'apply for credit', 'how much can I borrow'] },
  },
  {
    id: 'hours',
    phrases: { en: ['opening hours', 'when do you open', 'are you open on sunday', 'closing time', 'office hours'] },
  },
  {
    id: 'rate',
    phrases: {
      en: ['exchange rate', 'euros to dollars', 'currency conversion', 'what is a dollar worth', 'convert money'],
    },
  },
  {
    id: 'close',
    phrases: {
      en: ['close my account', 'delete account', 'cancel my account', 'end my contract', 'I want to leave your bank'],
      es: [
        'cerrar mi cuenta',
        'borrar la cuenta',
        'dar de baja la cuenta',
        'terminar el contrato',
        'quiero irme del banco',
      ],
    },
  },
];

/** Speaks the protocol with a process: a JSON object a line, one answer for each request, in order. */
function startAdapter(environment: Environment = {}) {
  const child = startProgram('adapter.js', [], environment);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, 'close');
  const sendLine = (line: string) => void child.stdin.write(`${line}\n`);
  const receive = async () => JSON.parse(String((await lines.next()).value)) as Answer;
  return {
    sendLine,
    receive,
    ask: (request: object) => {
      sendLine(JSON.stringify(request));
      return receive();
    },
    /** Says that it is over; tells the exit code and what else was printed. */
    end: async () => {
      sendLine('{"type":"end"}');
      const { done } = await lines.next();
      const [code] = (await closed) as [number | null];
      return { code, isQuiet: done };
    },
    kill: () => child.kill('SIGKILL'),
  };
}

describe('the black-box adapter', () => {
  let adapter: ReturnType<typeof startAdapter>;
  let ready: Answer;

  beforeAll(async () => {
    adapter = startAdapter();
    ready = await adapter.ask({ type: 'kb', entries });
  });
  afterAll(() => void adapter.kill());

  it('says when it has learnt the entries, and how long it took', () => {
    expect(ready).toEqual({ type: 'ready', ms: expect.any(Number) });
  });

  it('answers with id, probability, language, time and the best candidates', async () => {
    const answer = await adapter.ask({ type: 'q', text: 'has the card been sent yet', lang: 'en' });
    expect(answer).toMatchObject({ id: 'card', lang: 'en', ms: expect.any(Number) });
    expect(answer.top[0]).toEqual({ id: 'card', confidence: answer.confidence });
    const confidences = answer.top.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    for (const confidence of confidences) expect([confidence >= 0, confidence <= 1]).toEqual([true, true]);
  });

  it('answers in the order of the questions, however many are waiting', async () => {
    const asked = entries.flatMap(({ id, phrases }) => phrases.en.map((text) => ({ id, text })));
    for (const { text } of asked) adapter.sendLine(JSON.stringify({ type: 'q', text, lang: 'en' }));
    for (const { id, text } of asked) expect([text, (await adapter.receive()).id]).toEqual([text, id]);
  });

  it('gives no id but its candidates for what nothing answers', async () => {
    const answer = await adapter.ask({ type: 'q', text: 'zzyzx qwrk flibber', lang: 'en' });
    expect(answer.id).toBeNull();
    expect(answer.confidence).toBeLessThan(0.5);
    expect(answer.top.length).toBeGreaterThan(0);
  });

  it('takes an empty question', async () => {
    expect((await adapter.ask({ type: 'q', text: '', lang: 'en' })).id).toBeNull();
  });

  it('finds the language where it is not told', async () => {
    expect(await adapter.ask({ type: 'q', text: 'quiero cerrar la cuenta' })).toMatchObject({
      id: 'close',
      lang: 'es',
    });
  });

  it('repeats the language it is told, even one that it does not know', async () => {
    expect((await adapter.ask({ type: 'q', text: 'reset pin', lang: 'sw' })).lang).toBe('sw');
  });

  it('says nothing to lines that are no JSON objects and to requests that it does not know', async () => {
    for (const line of ['', 'hello', '{"type":', '17', '"q"', '[]', '{}', '{"type":"later"}']) {
      adapter.sendLine(line);
    }
    expect((await adapter.ask({ type: 'q', text: 'opening hours', lang: 'en' })).id).toBe('hours');
  });

  it('learns other entries in place of the first', async () => {
    const [first] = entries;
    const others = [{ ...first, id: 'other' }, ...entries.slice(1)];
    const none = { en: ['what is the weather like', 'tell me a joke', 'sing a song', 'who won the match'] };
    expect((await adapter.ask({ type: 'kb', entries: others, none })).type).toBe('ready');
    expect((await adapter.ask({ type: 'q', text: 'track my card', lang: 'en' })).id).toBe('other');
    expect((await adapter.ask({ type: 'q', text: 'tell me a joke', lang: 'en' })).id).toBeNull();
  });

  it('ends when it is told to, with nothing left to say', async () => {
    expect(await adapter.end()).toEqual({ code: 0, isQuiet: true });
  });
});

describe('the adapter with the knowledge of the project', () => {
  const newFolder = temporaryFolders();
  let adapter: ReturnType<typeof startAdapter>;

  beforeAll(() => {
    adapter = startAdapter(smallFolders(newFolder()));
  });
  afterAll(() => void adapter.kill());

  it('does not answer before it has any', async () => {
    adapter.sendLine('{"type":"q","text":"top up"}');
    expect((await adapter.ask({ type: 'kb', own: true })).type).toBe('ready');
  });

  it('answers as the bot does, in the language it finds', async () => {
    const answers = ['how do I top up', '¿cuánto cuesta un plan?', '怎么退款？'].map((text) =>
      adapter.ask({ type: 'q', text }),
    );
    expect(await Promise.all(answers)).toMatchObject([
      { id: 'top-up', lang: 'en' },
      { id: 'prices', lang: 'es' },
      { id: 'refund', lang: 'zh-Hans' },
    ]);
  });

  it('counts an article that is handed over for as answered', async () => {
    expect((await adapter.ask({ type: 'q', text: 'stolen phone', lang: 'en' })).id).toBe('stolen');
  });

  it('ends with its input', async () => {
    expect(await adapter.end()).toEqual({ code: 0, isQuiet: true });
  });
});

describe('the adapter before it knows anything', () => {
  let adapter: ReturnType<typeof startAdapter>;

  beforeAll(() => {
    adapter = startAdapter();
  });
  afterAll(() => void adapter.kill());

  // It ends with a TypeError at this line; to be an ordinary test once it does not.
  it('says nothing to null', async () => {
    adapter.sendLine('null');
    expect((await adapter.ask({ type: 'kb', entries })).type).toBe('ready');
  });
});
