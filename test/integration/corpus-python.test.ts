import { describeCorpus } from "../support/corpus-suite";
import { pythonLoops, pythonProcesses } from "../support/corpus/python";

describeCorpus("Python services with loops, without a Dockerfile", pythonLoops);
describeCorpus("Python services with processes, without a Dockerfile", pythonProcesses);
