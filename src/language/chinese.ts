import { Converter } from 'opencc-js/t2cn';

/** Traditional characters to Simplified, character for character and by phrase. Other text stays as it is. */
export const toSimplified: (text: string) => string = Converter({
  from: 't',
  to: 'cn',
});

/** Simplified forms that Traditional texts use as well, so that they tell nothing about the script. */
const sharedForms = new Set(
  '后里台面干系谷余云几出斗松姜郁准制向曲游布占党冲克扎注板征御才只志表范朴舍折升家卷胡千秋夫回伙借据累沈巨凶了私梁仆周症并采' +
    '复历合吁咨喂奸恶杰欲毁沾熔痴碱秘绣群峰启岩厘线群脚床尸猫鸡糊裡麵吃污灾韵略粽霉杯熏栗',
);

let simplifiedOnly: ReadonlySet<string> | undefined;

/** Characters that exist in Simplified writing only: what Traditional ones become. Made once, on first need. */
function simplifiedForms(): ReadonlySet<string> {
  if (simplifiedOnly === undefined) {
    const forms = new Set<string>();
    for (let code = 0x4e00; code <= 0x9fff; code += 1) {
      const char = String.fromCodePoint(code);
      const simple = toSimplified(char);
      if (simple !== char && !sharedForms.has(simple)) forms.add(simple);
    }
    simplifiedOnly = forms;
  }
  return simplifiedOnly;
}

/**
 * Which Chinese script a text is written in: above 0 Traditional, below 0 Simplified, 0 undecided. The value is the
 * number of characters that exist in one script only.
 */
export function traditionalScore(text: string): number {
  const simplified = simplifiedForms();
  let score = 0;
  for (const char of text) {
    if (toSimplified(char) !== char) score += 1;
    else if (simplified.has(char)) score -= 1;
  }
  return score;
}
