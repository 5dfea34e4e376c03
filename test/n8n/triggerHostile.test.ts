import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { put, triggerStage, type Receiver } from '../support/n8n/triggers';

/** What anybody may send to Video Callback Trigger. */

const { stage, receiver, makeJob, call, started, startedNothing, requestsTo, ...more } =
	triggerStage();
const { webhookSecret } = more;

describe('what somebody may send', () => {
	interface Sent {
		name: string;
		to: Receiver;
		body: string | Buffer;
		headers?: Record<string, string>;
		method?: string;
	}

	test('starts nothing, and is answered at once without a word about the inside', async () => {
		const { simulator } = stage;
		const [aig, pix, use, seen] = [
			await receiver('aigateway'),
			await receiver('pixazo'),
			await receiver('useapi'),
			await receiver('useapi'),
		];
		const asked = {
			aig: await receiver('aigateway'),
			pix: await receiver('pixazo'),
			use: await receiver('useapi'),
		};
		const believing = await receiver('useapi', { options: { verify: false } });
		const [signedJob, seenJob] = [await makeJob('aigateway'), await makeJob('useapi')];
		const replay = await call(seenJob, seen);
		await started(seen, 1);
		const secret = await webhookSecret();
		const signed = (body: string, timestamp = Math.floor(Date.now() / 1000)) => ({
			'x-gateway-signature': `t=${timestamp},v1=${createHmac('sha256', secret)
				.update(`${timestamp}.${body}`)
				.digest('hex')}`,
		});
		const good = simulator.callback(signedJob, { url: aig.url });
		const old = simulator.callback(signedJob, { url: aig.url, secondsOld: 400 });
		const foreign = { videoId: 'user:9-minimax:8-video:7', status: 2 };
		const evil = { polluted: true, status: 2, videoId: 'x', toString: 'x' };
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		const deepObject = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000);

		/** Goes to every trigger, and to AIgateway's with its own signature as well. */
		const shapes: Record<string, string> = {
			nothing: '',
			'no JSON': '{"id":"job_1",',
			'a page': '<html><body>hello</body></html>',
			null: 'null',
			'a text': '"completed"',
			'a number': '7',
			'an array': '[{"id":"job_1","status":"completed"}]',
			'an empty object': '{}',
			'another shape': '{"event":"video.done","video":{"id":1}}',
			'numbers for texts':
				'{"id":7,"task_id":{"a":1},"videoId":7,"status":7,"videoURL":7,"result":7}',
			'objects for texts': '{"id":{},"task_id":[],"videoId":{},"status":{},"type":{}}',
			'a prototype': `{"__proto__":${JSON.stringify(evil)}}`,
			'a constructor': `{"constructor":{"prototype":${JSON.stringify(evil)}}}`,
			'another event': '{"id":"evt_1","type":"balance.low","created":1,"data":{"balance":2}}',
			'a challenge that is an object': '{"challenge":{"a":1}}',
			'a challenge of 10 kB': JSON.stringify({ challenge: 'x'.repeat(10_000) }),
			'an infinite challenge': '{"challenge":[1e999]}',
			'an array, deep': deep,
			'an object, deep': deepObject,
			'300 kB': JSON.stringify({ more: 'x'.repeat(300_000) }),
		};
		const sent: Sent[] = Object.entries(shapes).flatMap(([name, body]) => [
			...[pix, use, aig, believing].map((to) => ({ name, to, body })),
			{ name: `${name}, signed`, to: aig, body, headers: signed(body) },
		]);
		const huge = JSON.stringify({ ...foreign, more: 'x'.repeat(10_000_000) });
		const foreignText = JSON.stringify(foreign);
		const signedForeign = '{"id":"job_of_somebody_else","status":"completed"}';
		sent.push(
			{ name: '10 MB', to: asked.use, body: huge },
			{ name: '10 MB, signed', to: aig, body: huge, headers: signed(huge) },
			{
				name: 'gzip that is none',
				to: use,
				body: foreignText,
				headers: { 'content-encoding': 'gzip' },
			},
			{
				name: '300 kB as gzip',
				to: use,
				body: gzipSync(shapes['300 kB']!),
				headers: { 'content-encoding': 'gzip' },
			},
			{ name: 'GET', to: use, body: '', method: 'GET' },
			{ name: 'PUT', to: use, body: foreignText, method: 'PUT' },
			{ name: 'DELETE', to: use, body: foreignText, method: 'DELETE' },
			{
				name: 'a page by its type',
				to: use,
				body: '<a/>',
				headers: { 'content-type': 'text/html' },
			},
			{
				name: 'XML',
				to: use,
				body: '<videoId>x</videoId>',
				headers: { 'content-type': 'application/xml' },
			},
			{
				name: 'a form',
				to: use,
				body: 'videoId=&status=2',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			},
			{
				name: 'a form in parts',
				to: use,
				body: '--x\r\ncontent-disposition: form-data; name="videoId"\r\n\r\n1\r\n--x--',
				headers: { 'content-type': 'multipart/form-data; boundary=x' },
			},
			{ name: 'a replay', to: seen, body: replay.body },
			{ name: 'an old time', to: aig, body: old.body, headers: old.headers },
			{
				name: 'a signature of before',
				to: aig,
				body: good.body.replace('completed', 'failed'),
				headers: good.headers,
			},
			{ name: 'no signature', to: aig, body: good.body },
			{
				name: 'an open job, not chosen',
				to: use,
				body: '{"videoId":"x","status":1,"percent":7}',
			},
			{ name: "somebody's job", to: asked.use, body: foreignText },
			{
				name: "somebody's job",
				to: asked.pix,
				body: '{"task_id":"1","status":"success"}',
			},
			{
				name: "somebody's job, signed",
				to: asked.aig,
				body: signedForeign,
				headers: signed(signedForeign),
			},
			...['.', '..', '../../v2/account', '%2e%2e', 'a\r\nx-key: 1', 'x'.repeat(100_000)].map(
				(videoId) => ({
					name: `the job id ${JSON.stringify(videoId.slice(0, 20))}`,
					to: asked.use,
					body: JSON.stringify({ ...foreign, videoId }),
				}),
			),
		);

		for (const { name, to, body, headers, method = 'POST' } of sent) {
			// The second time it may be known.
			for (let count = 2; count > 0; count--) {
				const answer = await fetch(to.url, {
					method,
					headers: { 'content-type': 'application/json', ...headers },
					...(method === 'GET' ? {} : { body }),
				});
				const text = await answer.text();
				const isFine =
					answer.status === 200 || (answer.status >= 400 && answer.status < 500);
				// n8n reads the body before the node is asked.
				if (name !== 'gzip that is none') expect([name, isFine]).toEqual([name, true]);
				// No trace of a stack, of files or of another's data.
				expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.js\b|stack|\/home|\/tmp/);
				expect(text.length).toBeLessThan(1000);
				expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
			}
		}

		await started(seen, 1);
		for (const [receives, id] of [
			[aig, 'aigateway'],
			[pix, 'pixazo'],
			[use, 'useapi'],
		] as const) {
			await startedNothing(receives, id);
		}
		await startedNothing(believing, 'useapi');
		// What only the gateway can know to be made up: an execution that ends without an item.
		for (const { id } of Object.values(asked)) {
			const rows = await stage.n8n.executionRows({ workflowId: id });
			expect(rows.length).toBeGreaterThan(0);
			const ended = rows.map(async (row) => await stage.n8n.waitForExecution(row.id));
			expect(put(await Promise.all(ended))).toEqual([]);
		}
		// Nothing but jobs, of those that were asked for.
		expect(new Set(requestsTo('list').map(({ path }) => path))).toEqual(new Set());
		expect(simulator.refusals).toEqual([]);
	});
});
