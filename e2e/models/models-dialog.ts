/** The dialog about models as a person sees it. */
import type { Locator, Page } from '@playwright/test';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';

export class ModelsDialog {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: '模型' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: '选择和管理模型' }).click();
    await this.dialog.waitFor();
  }

  /** Fills the form of hubs, with the hub's address in the field that is there for mirrors, and sends it. */
  async getFromHub({ origin }: StandInHub): Promise<void> {
    const { dialog } = this;
    await dialog.getByText('别的来源').click();
    await dialog.getByLabel('模型 id').fill('damo/ofa_nano');
    await dialog.getByLabel('版本', { exact: true }).fill('v1.0.2');
    await dialog.getByLabel('换用的网址').fill(origin);
    await dialog
      .locator('form')
      .filter({ hasText: 'Hugging Face' })
      .getByRole('button', { name: '下载并使用' })
      .click();
  }

  get inUse(): Locator {
    return this.dialog.getByText(/^正在使用:/u);
  }

  /** The card of the stored model of this name. */
  stored(name: string): Locator {
    return this.dialog.getByRole('listitem', { name }).filter({ hasText: '重新校验' });
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name });
  }

  get failure(): Locator {
    return this.dialog.getByRole('alert');
  }
}
