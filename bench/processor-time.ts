/**
 * Processor time of this process so far in milliseconds, all threads. On an idle machine it passes like the time of the clock
 * for work of one thread; on a busy one only it can be compared.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
