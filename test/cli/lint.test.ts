import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simpatico } from '../support/command-line.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('simpatico lint', () => {
  const newFolder = temporaryFolders();

  it('finds no fault in the project’s own knowledge and dialogs', async () => {
    expect(await simpatico(['lint'])).toEqual({ code: 0, stdout: '0 errors, 0 warnings\n', stderr: '' });
  });

  it('tells every fault at once with file, line and remedy, and fails', async () => {
    const environment = smallFolders(newFolder(), {
      'entries.yaml': (text) => text.replace('neighbours: [top-up]', 'neighbours: [nowhere]'),
      'es/plan.yaml': (text) => text.replace('{{plan.price}}', '{{plan.prize}}'),
    });
    const { code, stdout } = await simpatico(['lint'], { environment });
    const errors = stdout.split('\n').filter((line) => line.startsWith('error '));
    expect(code).toBe(1);
    expect(errors).toEqual([
      expect.stringMatching(/^error {3}knowledge-base\/entries\.yaml:9 .*nowhere/),
      expect.stringMatching(/^error {3}knowledge-base\/es\/plan\.yaml:\d+ .*plan\.prize/),
    ]);
    expect(stdout).toMatch(/\n2 errors, \d+ warnings\n$/);
  });

  it('names the line at which a file stops being YAML', async () => {
    const environment = smallFolders(newFolder(), { 'en/care.yaml': (text) => `${text}\n  broken: [` });
    const { code, stdout } = await simpatico(['lint'], { environment });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/error +knowledge-base\/en\/care\.yaml:\d+ /)]);
  });

  it('fails for warnings too, but calls them so', async () => {
    const { code, stdout } = await simpatico(['lint'], { environment: smallFolders(newFolder()) });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^warning knowledge-base.*\n0 errors, \d+ warnings\n$/s)]);
  });

  it('names a folder that is not there', async () => {
    const missing = join(newFolder(), 'nowhere');
    for (const name of ['KNOWLEDGE_DIR', 'DIALOGS_DIR']) {
      const { code, stderr } = await simpatico(['lint'], { environment: { [name]: missing } });
      expect([code, stderr]).toEqual([1, expect.stringContaining(missing)]);
      expect(stderr).not.toMatch(/\n +at /);
    }
  });
});

describe('a service with faults in its knowledge', () => {
  const newFolder = temporaryFolders();

  it('does not start, and says what lint would say', async () => {
    const environment = {
      ...smallFolders(newFolder(), { 'entries.yaml': (text) => text.replace('[top-up]', '[nowhere]') }),
      DATA_DIR: newFolder(),
      PORT: '0',
    };
    const { code, stdout, stderr } = await simpatico(['serve'], { environment });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/has 1 faults\.\nknowledge-base\/entries\.yaml:9 .*nowhere/);
  });
});
