import { staticSite, type CorpusApplication } from "../corpus-suite";

const page = (holds: string): CorpusApplication => ({ make: staticSite, answers: [{ path: "/", holds }] });

export const sites: Readonly<Record<string, CorpusApplication>> = {
  "astro-site": page("<h1>Docs by Astro</h1>"),
  "sveltekit-static": page("<h1>Portfolio</h1>"),
  "react-vite-pnpm": page('<div id="root">'),
  "vue-vite-yarn": page('<div id="app">'),
};

export const moreSites: Readonly<Record<string, CorpusApplication>> = {
  "angular-site": page("<app-root>"),
  "plain-html": {
    make: staticSite,
    answers: [
      { path: "/", holds: "<h1>Café</h1>" },
      { path: "/menu/", holds: "<h1>Menu</h1>" },
      { path: "/assets/style.css", holds: "sans-serif" },
    ],
  },
  eleventy: page("<h1>Garden</h1>"),
};
