/** What a person sees and uses on the page, by the names that a screen reader says. */
import type { Locator, Page } from '@playwright/test';
import type { Download } from '@playwright/test';
import sharp from 'sharp';

export class Studio {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page and waits until the model answers. */
  async open(): Promise<void> {
    await this.page.goto('./');
    await this.modelReady();
  }

  async modelReady(): Promise<void> {
    await this.page
      .getByText(/WASM|WebGPU/u)
      .first()
      .waitFor();
  }

  get captions(): Locator {
    return this.page.getByRole('listbox', { name: '候选台词，最好的在前' }).getByRole('option');
  }

  /** The candidates' texts, without the confidence that stands behind each. */
  async captionTexts(): Promise<readonly string[]> {
    return (await this.captions.allTextContents()).map((content) => content.replace(/把握 \d+%$/u, ''));
  }

  get textField(): Locator {
    return this.page.getByRole('textbox', { name: '图上的字' });
  }

  get failure(): Locator {
    return this.page.getByRole('alert');
  }

  /** Waits until decoding has ended. */
  async captioned(): Promise<void> {
    await this.page.getByText(/\d 秒/u).first().waitFor();
  }

  /** Presses the download button and gives the file. */
  async downloadPng(): Promise<Download> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: '下载 PNG' }).click();
    return download;
  }
}

export interface Pixels {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** RGB, three bytes a pixel. */
  readonly data: Buffer;
}

/** The pixels of a downloaded picture. */
export async function pixelsOf(download: Download): Promise<Pixels> {
  const image = sharp(await download.path());
  const { format } = await image.metadata();
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { format, width: info.width, height: info.height, data };
}

/** Share of pixels that differ clearly between two pictures of one size, within rows `from` to `to`. */
export function changedShare(first: Pixels, second: Buffer, from: number, to: number): number {
  let changed = 0;
  for (let pixel = from * first.width; pixel < to * first.width; pixel += 1) {
    const at = pixel * 3;
    const difference = Math.max(
      ...[0, 1, 2].map((channel) => Math.abs(first.data[at + channel] - second[at + channel])),
    );
    if (difference > 24) changed += 1;
  }
  return changed / ((to - from) * first.width);
}
