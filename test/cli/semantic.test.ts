import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { services, simpatico } from '../support/command-line.ts';
import { embeddingsServers } from '../support/embeddings-server.ts';
import { smallMeanings } from '../support/semantic-brain.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newServer = embeddingsServers(smallMeanings);
const newFolder = temporaryFolders();
/** Without the sentence vectors of the project: they would know meanings that the server's are to be told by. */
const foldersIn = (folder: string) => ({ ...smallFolders(folder), VECTORS_FILE: 'none' });

describe('simpatico with an embeddings server', () => {
  const startWith = services();

  it('evaluates by words alone and with meaning, and embeds the phrases once', async () => {
    const server = await newServer();
    const folder = newFolder();
    const environment = { ...foldersIn(folder), EMBEDDINGS_URL: server.url, EMBEDDINGS_MODEL: 'tiny' };
    const path = join(folder, 'lines.jsonl');
    writeFileSync(path, JSON.stringify({ text: 'tariff', lang: 'en', intent: 'prices' }));
    const first = await simpatico(['evaluate', path], { environment });
    expect([first.code, first.stderr]).toEqual([0, '']);
    const [words, meaning] = first.stdout.split('With the embedder');
    expect(words).toMatch(/^Without the embedder[^]*\n *all +1 +0\.0 %/);
    expect(meaning).toMatch(/ tiny [^]*\n *all +1 +100\.0 %/);
    const asked = server.requests.flat().length;
    expect((await simpatico(['evaluate', path], { environment })).stdout).toBe(first.stdout);
    expect(server.requests.flat().slice(asked)).toEqual(['tariff']);
  });

  it('shows in the chat how near in meaning a candidate is', async () => {
    const environment = {
      ...foldersIn(newFolder()),
      EMBEDDINGS_URL: (await newServer()).url,
      EMBEDDINGS_MODEL: 'tiny',
      EMBEDDINGS_TIMEOUT_MS: '10000',
    };
    const { stdout } = await simpatico(['chat', '--explain'], { environment, input: 'which tariff\n' });
    expect(stdout).toMatch(/prices\n.* nearest in meaning 0\.[1-9]/);
  });

  it('serves by words alone where the server is down, and does not start where the key is wrong', async () => {
    const folders = foldersIn(newFolder());
    const down = { ...folders, EMBEDDINGS_URL: 'http://127.0.0.1:1/v1', EMBEDDINGS_MODEL: 'tiny' };
    const service = await startWith({ ...down, DATA_DIR: newFolder() });
    expect(service.greeting).toContain('the phrases could not be embedded');
    expect((await fetch(`${service.url}/health`)).status).toBe(200);

    const server = await newServer();
    server.always = { status: 401 };
    const refused = { ...folders, EMBEDDINGS_URL: server.url, EMBEDDINGS_MODEL: 'tiny', DATA_DIR: newFolder() };
    const { code, stderr } = await simpatico(['serve'], { environment: refused });
    expect([code, stderr]).toEqual([1, expect.stringContaining('Check EMBEDDINGS_URL, EMBEDDINGS_MODEL and')]);
  });

  it('refuses to evaluate where the server is down, since the figures would be of something else', async () => {
    const folder = newFolder();
    const path = join(folder, 'lines.jsonl');
    writeFileSync(path, JSON.stringify({ text: 'x', lang: 'en', intent: 'refund' }));
    const environment = { ...foldersIn(folder), EMBEDDINGS_URL: 'http://127.0.0.1:1/v1', EMBEDDINGS_MODEL: 'tiny' };
    const { code, stderr } = await simpatico(['evaluate', path], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be reached')]);
    expect(readdirSync(join(folder, 'models'))).not.toContain('vectors');
  });
});
