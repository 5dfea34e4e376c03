import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process ends within five seconds. It keeps its number until somebody asks for its exit code. */
export async function hasEnded(pid: number): Promise<boolean> {
	for (let checks = 0; checks < 50; checks += 1) {
		try {
			process.kill(pid, 0);
		} catch {
			return true;
		}
		await sleep(100);
	}
	return false;
}
