// What n8n's npm package brings and its server never loads. Everything else stays, whether we use it or not.

/** Packages that only the editor's build, a command-line tool or another data store needs. */
export const dropped = [
  // Parts that the editor was built from; the built editor is in n8n-editor-ui/dist.
  ...[
    "@element-plus/",
    "@floating-ui/",
    "@n8n/composables",
    "@n8n/design-system",
    "@n8n/frontend-utils",
    "@popperjs/",
    "@tiptap/",
  ],
  ...["@vue/", "@vueuse/", "element-plus", "prosemirror-", "reka-ui", "vue", "vue-"],
  // Programs that drive a browser, and a database server, both of which the official image can't start either.
  ...["agent-browser", "chromadb-js-bindings-", "playwright-core"],
  // Compilers.
  ...["@types/", "node-gyp", "typescript"],
];

export function isDroppedPackage(name) {
  return dropped.some((rule) => (/[/-]$/.test(rule) ? name.startsWith(rule) : name === rule));
}

const notForRunning = /\.([cm]?ts|map|flow|tsbuildinfo|tgz|gyp|gypi|cc|c|h|hpp|cpp)$|^(tests?|__tests__)\//i;
const prose = /\.(md|markdown)$|^(docs?|examples?|benchmarks?)\//i;
const license = /(^|\/)(licen[cs]e|notice|copying)/i;
const foreign =
  /(^|[/_.-])(darwin|win32|android|freebsd|openbsd|sunos|linux-(arm64|arm|ia32|ppc64|riscv64|s390x|loong64|musl))([/_.-]|$)|\.musl\.node$/;
const native = /prebuilds|\.node$/;

/** Whether `path`, a file of the package `name`, stays out of the image. n8n's own packages read Markdown as prompts. */
export function isDroppedFile(name, path) {
  if (license.test(path)) return false;
  const own = name.startsWith("@n8n/") || name.startsWith("n8n");
  return notForRunning.test(path) || (!own && prose.test(path)) || (native.test(path) && foreign.test(path));
}
