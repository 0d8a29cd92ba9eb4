import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const api = process.env.API_URL || "http://localhost:3001";

export default defineConfig({
  plugins: [vue()],
  server: {
    host: "0.0.0.0",
    port: 3000,
    strictPort: true,
    // Behind the edge the page is opened under the edge's name, which only the edge knows.
    allowedHosts: true,
    proxy: { "/api": api },
  },
  build: {
    // Everything from files, so that a strict content security policy needs no exception for data URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
