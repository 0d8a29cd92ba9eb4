import { composed, frameworks, otherManagers } from "../support/corpus/node";
import { describeCorpus } from "../support/corpus-suite";

describeCorpus("services that pnpm, yarn and bun install", otherManagers);
describeCorpus("services of workspaces, and with generators", composed);
describeCorpus("services of frameworks", frameworks);
