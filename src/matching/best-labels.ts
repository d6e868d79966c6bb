/** The articles with the largest margins, best first; the first of equals. Classes from `articleCount` on are none. */
export function bestLabels(margins: Float32Array, articleCount: number, count: number): number[] {
  const best: number[] = [];
  for (let label = 0; label < articleCount; label += 1) {
    let at = best.length;
    while (at > 0 && margins[best[at - 1]!]! < margins[label]!) at -= 1;
    if (at >= count) continue;
    best.splice(at, 0, label);
    if (best.length > count) best.pop();
  }
  return best;
}
