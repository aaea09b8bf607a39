const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Chinese for any Chinese, English for everybody else; `saved` is what was chosen on an earlier visit. */
export function pickLanguage(saved: string | null, preferred: readonly string[]): Language {
  const known = languages.find((language) => language === saved);
  if (known !== undefined) return known;
  return /^zh\b/iu.test(preferred[0] ?? '') ? 'zh-CN' : 'en';
}
