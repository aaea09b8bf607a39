/** The faces that memes are set in. Noto Sans SC stands behind each: a glyph that a face lacks comes from there. */
interface Face {
  /** Of a CSS font. */
  readonly weight: number;
  readonly families: string;
}

const faces = {
  /** Latin in Anton, Chinese in the heaviest Noto: most memes need no other, so that it comes in files of that weight. */
  heavy: { weight: 900, families: 'Anton, "Noto Sans SC", system-ui, sans-serif' },
  plain: { weight: 700, families: '"Noto Sans SC Variable", system-ui, sans-serif' },
  // From 600 on browsers would embolden it: it has one weight.
  playful: { weight: 590, families: '"ZCOOL KuaiLe", "Noto Sans SC Variable", system-ui, sans-serif' },
} as const satisfies Readonly<Record<string, Face>>;

export type FaceName = keyof typeof faces;

export const faceNames = Object.keys(faces) as readonly FaceName[];

/** The CSS font shorthand of a face at a size in pixels. */
export function fontOf(face: FaceName, fontSize: number): string {
  const { weight, families } = faces[face];
  return `${weight} ${fontSize}px ${families}`;
}
