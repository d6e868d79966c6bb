/** Shows how far something is, as a share from 0 to 1 and a word of detail. */
export type ShowProgress = (share: number, detail: string) => void;

const width = 30;

/** A bar on the terminal; where there is none, a line every twentieth part. */
export function createProgressBar(title: string, out: NodeJS.WriteStream): ShowProgress {
  let shown = -1;
  return (share, detail) => {
    if (out.isTTY) {
      const full = Math.round(share * width);
      const bar = '█'.repeat(full) + '░'.repeat(width - full);
      out.write(`\r${title} ${bar} ${Math.round(share * 100)} % ${detail}\u001b[K${share >= 1 ? '\n' : ''}`);
      return;
    }
    const part = Math.floor(share * 20);
    if (part <= shown) return;
    shown = part;
    out.write(`${title} ${Math.round(share * 100)} % ${detail}\n`);
  };
}
