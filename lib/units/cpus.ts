/** "1 CPU", "0.5 CPUs", "2 CPUs". */
export const formatCpus = (cpus: number): string => `${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`;
