import type { VideoJob } from '../../../gateways/gateway';
import { findGateway } from '../../../gateways';
import { withLinksOf } from '../../../nodes/shared/jobHistory';
import { createKeys } from '../../../nodes/shared/waiting/watchItems';

/** Links that are renewed, and the keys by which a wait keeps equal jobs apart. */

const job = { gateway: 'segmind', jobId: '1', status: 'completed' } as const;
const old = { ...job, videoUrl: 'https://a/1', moreVideoUrls: ['https://a/2'], expiresAt: 'then' };

test('a fresh link replaces all that is known of the old one, further videos included', () => {
	const fresh: VideoJob = {
		...job,
		videoUrl: 'https://b/1',
		moreVideoUrls: ['https://b/2'],
		expiresAt: 'later',
	};
	expect(withLinksOf(old, fresh)).toEqual(fresh);
	expect(withLinksOf({ ...old, prompt: 'A lake' }, { ...job, videoUrl: 'https://b/1' })).toEqual({
		...job,
		prompt: 'A lake',
		videoUrl: 'https://b/1',
		moreVideoUrls: ['https://a/2'],
	});
	expect(old.expiresAt).toBe('then');
});

test('equal jobs have keys of their own, and none that an item has already', () => {
	const gateway = findGateway('segmind')!;
	const newKey = createKeys(['segmind 1', 'segmind 1 #3']);
	const keys = ['1', '1', '2', '1'].map((jobId) =>
		newKey({ gateway, jobId, before: {}, wasRunning: true }),
	);
	expect(keys).toEqual(['segmind 1 #2', 'segmind 1 #4', 'segmind 2', 'segmind 1 #5']);
});
