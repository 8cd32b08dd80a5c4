import type { EnginePages } from '../engine/configuration.ts';
import { render, renderMessage } from './render.ts';
import { preferredLanguage, strings } from './strings/index.ts';

/** The pages that the engine shows by itself, in this service's clothes. */
export const enginePages: EnginePages = {
  logout({ language: asked, action, xsrf }) {
    const language = preferredLanguage(asked);
    return render({ view: 'logout', language, title: strings[language].logout.title, action, xsrf });
  },
  loggedOut: ({ language }) => renderMessage(preferredLanguage(language), 'loggedOut'),
  error: ({ language, server }) =>
    renderMessage(preferredLanguage(language), server ? 'problem' : 'badRequest'),
};
