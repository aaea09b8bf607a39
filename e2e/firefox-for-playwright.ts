#!/usr/bin/env -S node --import tsx
/**
 * Firefox as Playwright starts it, with Playwright's parameters and its protocol (WebDriver BiDi). Playwright speaks a
 * newer one than the Firefox of Debian: this stands between them and mends what they disagree about.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { findFirefox } from './firefox.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const lightScheme = JSON.stringify({ 'prefers-color-scheme': 'light' });

/**
 * The answer to a command that this Firefox does not know, for which nothing is to be done; undefined for any other.
 * Every context of Playwright's asks for the light colours that are Firefox's own.
 * https://w3c.github.io/webdriver-bidi/#command-emulation-setMediaFeaturesOverride
 */
function answerOf({ id, method, params }: Message): string | undefined {
  const isMeant =
    method === 'emulation.setMediaFeaturesOverride' && JSON.stringify(params?.features) === lightScheme;
  return isMeant ? JSON.stringify({ type: 'success', id, result: {} }) : undefined;
}

/**
 * A message of Firefox as Playwright expects it: its downloads have a name of their own.
 * https://w3c.github.io/webdriver-bidi/#event-browsingContext-downloadWillBegin
 */
function withDownloadNamed(text: string): string {
  if (!text.includes('"browsingContext.download')) return text;
  const { params, ...message } = JSON.parse(text) as Message;
  return JSON.stringify({ ...message, params: { download: params?.url, ...params } });
}

/**
 * A command as React takes it for typing: text that Playwright writes into a field goes past the setter with which React
 * notes what it has written itself. https://github.com/facebook/react/issues/10135
 */
function withTypingNoticed(text: string): string {
  return text.replaceAll(
    'inputElement.value = value;',
    "Object.getOwnPropertyDescriptor(Object.getPrototypeOf(inputElement), 'value').set.call(inputElement, value);",
  );
}

/** Messages come as they are by default, in a buffer. */
const textOf = (data: RawData): string => (data as Buffer).toString();

/** Joins what Playwright says and what Firefox says at `url`. */
function join(playwright: WebSocket, url: string): void {
  const firefox = new WebSocket(url, { perMessageDeflate: false });
  const opened = once(firefox, 'open');
  playwright.on('message', (data: RawData) => {
    const text = textOf(data);
    const answer = answerOf(JSON.parse(text) as Message);
    if (answer === undefined) void opened.then(() => firefox.send(withTypingNoticed(text)));
    else playwright.send(answer);
  });
  firefox.on('message', (data: RawData) => playwright.send(withDownloadNamed(textOf(data))));
  playwright.on('close', () => firefox.close());
  firefox.on('close', () => playwright.close());
}

const path = findFirefox();
if (path === undefined)
  throw new Error('No Firefox found. Install one, or set FIREFOX_PATH to its executable.');
const browser = spawn(path, process.argv.slice(2), { stdio: ['ignore', 'ignore', 'pipe'] });
browser.on('exit', (code) => process.exit(code ?? 1));

for await (const line of createInterface({ input: browser.stderr })) {
  const url = /WebDriver BiDi listening on (ws:\S+)/u.exec(line)?.[1];
  if (url === undefined) {
    console.error(line);
    continue;
  }
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (playwright) => join(playwright, `${url}/session`));
  console.error(`WebDriver BiDi listening on ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
