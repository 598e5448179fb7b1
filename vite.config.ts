import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/**
 * The development server puts styles into the page and talks over a web socket, which the strict policy in
 * index.html forbids; and to its page, what is played comes from another origin. Only there, the policy is exchanged;
 * what is built keeps it.
 */
function developmentPolicy(): Plugin {
  return {
    name: 'development-policy',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace(
        /(http-equiv="Content-Security-Policy"\s+content=")[^"]*/,
        "$1default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob: app://dialdesk; connect-src 'self' ws:",
      ),
  };
}

/**
 * The page paints what it shows while it starts, and only then runs the rest; this has the rest fetched meanwhile.
 */
function fetchAhead(): Plugin {
  return {
    name: 'fetch-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.values(bundle).flatMap((chunk) =>
          chunk.type === 'chunk' && chunk.isDynamicEntry
            ? [
                {
                  tag: 'link',
                  attrs: { rel: 'modulepreload', href: `./${chunk.fileName}` },
                  injectTo: 'head' as const,
                },
              ]
            : [],
        ),
    },
  };
}

// The window. Main, preload and workers are bundled by scripts/bundle.mjs.
export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [svelte({ configFile: '../svelte.config.js' }), developmentPolicy(), fetchAhead()],
  build: {
    // one window, loaded once, from disk: more parts than two would only come later
    chunkSizeWarningLimit: 1500,
    outDir: '../build/renderer',
    emptyOutDir: true,
    target: 'chrome146',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content security policy allows no data: URLs but images
  },
  server: { host: '127.0.0.1' },
});
