import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useLanguage, useMessages } from './i18n/use-messages.ts';
import { Page } from './studio/page.tsx';
import type { Studio } from './studio/studio.ts';
import { StudioContext } from './studio/studio-context.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

function useDocumentLanguage(): void {
  const language = useLanguage();
  const { title, description } = useMessages();
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = title;
    document.querySelector('meta[name="description"]')?.setAttribute('content', description);
  }, [language, title, description]);
}

/** The page of a studio, in the person's language. */
export function App({ studio }: { readonly studio: Studio }) {
  const language = useLanguage();
  useDocumentLanguage();
  return (
    <ErrorBoundary>
      <I18nProvider locale={language}>
        <StudioContext value={studio}>
          <Page />
        </StudioContext>
      </I18nProvider>
    </ErrorBoundary>
  );
}
