/** The dialog about models as a person sees it. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { Studio } from '../support/studio.ts';

/** Getting a model and making it ready, on a machine that does other things besides. */
export const whenGot = { timeout: 90_000 };

export class ModelsDialog {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: '模型' });
  }

  /** Opens it, and waits until it knows the catalogue and what is stored. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: '选择和管理模型' }).click();
    await this.dialog.getByRole('heading', { name: 'OFA 表情包 large（v1.0.2）' }).waitFor();
    await this.dialog.locator('section[aria-busy=true]').waitFor({ state: 'detached' });
  }

  /** Fills the form of hubs, with these in place of ModelScope's own sites, and sends it. */
  async getFromHub(...hubs: readonly Pick<StandInHub, 'origin'>[]): Promise<void> {
    await this.useSites(...hubs);
    const form = this.#hubForm;
    await form.getByLabel('模型 id').fill('damo/ofa_nano');
    await form.getByLabel('版本', { exact: true }).fill('v1.0.2');
    await form.getByRole('button', { name: '下载并使用' }).click();
  }

  /** Fills the form of addresses of a converted folder, and sends it. */
  async getFromUrls(...urls: readonly string[]): Promise<void> {
    await this.showOtherSources();
    const form = this.dialog.locator('form').filter({ hasText: '从网址' });
    await form.getByLabel('转换好的模型文件夹的网址').fill(urls.join('\n'));
    await form.getByRole('button', { name: '下载并使用' }).click();
  }

  /** Picks files, or one folder, of the disk with the button of this name. */
  async pick(button: '选文件夹' | '选 zip 文件', path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button(button).click();
    await (await chooser).setFiles(path);
  }

  async close(): Promise<void> {
    await this.button('关闭').click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Has these hubs asked in place of ModelScope's own sites, by this form and by the catalogue. */
  async useSites(...hubs: readonly Pick<StandInHub, 'origin'>[]): Promise<void> {
    await this.showOtherSources();
    await this.#hubForm.getByLabel('换用的网址').fill(hubs.map(({ origin }) => origin).join('\n'));
  }

  async showOtherSources(): Promise<void> {
    if (!(await this.#hubForm.isVisible())) await this.dialog.getByText('别的来源').click();
  }

  get #hubForm(): Locator {
    return this.dialog.locator('form').filter({ hasText: 'Hugging Face' });
  }

  get inUse(): Locator {
    return this.dialog.getByText(/^正在使用:/u);
  }

  /** The card of the model of this name among those that can be got. */
  offered(name: string): Locator {
    return this.dialog.getByRole('listitem', { name }).filter({ hasText: '内容提示' });
  }

  /** The card of the stored model of this name. */
  stored(name: string): Locator {
    return this.dialog.getByRole('listitem', { name }).filter({ hasText: '重新校验' });
  }

  /** Deletes the stored model of this name, asked once more. */
  async delete(name: string): Promise<void> {
    const card = this.stored(name);
    await card.getByRole('button', { name: '删除' }).click();
    await card.getByRole('button', { name: /^真的删掉/u }).click();
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  /** Why getting a model has failed. */
  get failure(): Locator {
    const cancel = this.page.getByRole('button', { name: '取消并删掉已下载的' });
    return this.dialog.getByRole('alert').filter({ has: cancel });
  }

  /** Gives up what is being got or has failed, and waits until its remains are deleted. */
  async cancel(): Promise<void> {
    await this.button('取消并删掉已下载的').click();
    await this.button('取消并删掉已下载的').waitFor({ state: 'detached' });
    await this.dialog.getByRole('progressbar', { name: '正在取消' }).waitFor({ state: 'detached' });
  }
}

/** Opens the page, and on it the dialog. */
export async function openModels(page: Page): Promise<ModelsDialog> {
  const models = new ModelsDialog(page);
  await new Studio(page).open();
  await models.open();
  return models;
}

/** The same in a tab of its own. */
export async function openModelsTab(context: BrowserContext): Promise<{ page: Page; models: ModelsDialog }> {
  const page = await context.newPage();
  return { page, models: await openModels(page) };
}
