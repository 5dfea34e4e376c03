import { readFile, writeFile } from 'node:fs/promises';
import execa from 'execa';

/** Reads the memory of a process, n8n's main one or a worker. */
export function memoryCalls(pid: number) {
	const fromProc = async (field: 'VmRSS' | 'VmHWM') => {
		const status = await readFile(`/proc/${pid}/status`, 'utf8');
		const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
		if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
		return Number(kilobytes) * 1024;
	};
	return {
		rssBytes: async () => {
			if (process.platform === 'linux') return await fromProc('VmRSS');
			const { stdout } = await execa('ps', ['-o', 'rss=', '-p', String(pid)]);
			return Number(stdout.trim()) * 1024;
		},
		peakRssBytes: () => fromProc('VmHWM'),
		resetPeakRss: () => writeFile(`/proc/${pid}/clear_refs`, '5'),
	};
}
