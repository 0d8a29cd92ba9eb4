import { describeCorpus } from "../support/corpus-suite";
import { moreSites, sites } from "../support/corpus/sites";

describeCorpus("sites that Vite builds", sites);
describeCorpus("sites of other builders, and of none", moreSites);
