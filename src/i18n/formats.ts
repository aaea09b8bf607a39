/** Numbers as people of one language read them. */
export interface Formats {
  /** Megabytes of a million bytes, one decimal below ten; gigabytes from a thousand of them on. */
  bytes(count: number): string;
  /** `9 秒`, `3 分钟`; at least a second. */
  duration(seconds: number): string;
  /** One decimal. */
  seconds(count: number): string;
  percent(share: number): string;
  /** Rounded, as `18M` or `1840万`. */
  count(count: number): string;
}

/** Formats of a language tag. */
export function createFormats(language: string): Formats {
  const unit = (name: string, digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    });
  const small = unit('megabyte', 1);
  const large = unit('megabyte', 0);
  const huge = unit('gigabyte', 1);
  const seconds = unit('second', 0);
  const minutes = unit('minute', 0);
  const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  return {
    bytes: (count) => {
      if (count >= 1_000_000_000) return huge.format(count / 1_000_000_000);
      return (count < 10_000_000 ? small : large).format(count / 1_000_000);
    },
    duration: (count) =>
      count < 90 ? seconds.format(Math.max(1, Math.round(count))) : minutes.format(Math.round(count / 60)),
    seconds: (count) => decimal.format(count),
    percent: (share) => percent.format(share),
    count: (count) => compact.format(count),
  };
}
