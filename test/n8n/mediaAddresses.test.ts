import { FACTS } from '../facts';
import { CLIP, GATEWAY_IDS } from '../support/simulator';
import { jsonOf } from './stage';
import { PUBLIC, MEDIA } from './mediaHosts';
import { internet, stage, storedBytes } from './mediaStage';
import { type Wanted, BOTH, download, expectFailures, expectWhole } from './mediaDownloads';
import { testThatNoKeyWentAstray } from './mediaKeys';

/** Where videos are fetched from, and where they must not be. */

describe('addresses from strangers', () => {
	const to = (address: string) => `${MEDIA}/to?${encodeURIComponent(address)}`;
	const loopback = (host: string, scheme = 'http') =>
		`${scheme}://${host}:${internet.loopbackPort}/video.mp4`;
	const privateNetwork = /points to a private network/;

	/** Built late, for they name the port of the server that nobody may ask. */
	const hostile = (): Array<Wanted & { message: RegExp }> =>
		(
			[
				[
					'the metadata service',
					'http://169.254.169.254/latest/meta-data/',
					privateNetwork,
				],
				['the same over https', 'https://169.254.169.254/latest/', privateNetwork],
				['a redirect to it', to('http://169.254.169.254/latest/'), privateNetwork],
				['its name', 'http://metadata.google.internal/computeMetadata/v1/', privateNetwork],
				['its name, https', 'https://metadata.google.internal./a', privateNetwork],
				['this machine', loopback('127.0.0.1'), privateNetwork],
				['a redirect to this machine', to(loopback('127.0.0.1')), privateNetwork],
				['a redirect to its name', to(loopback('localhost')), privateNetwork],
				['a decimal address', loopback('2130706433'), privateNetwork],
				['a redirect to one', to(loopback('2130706433', 'https')), privateNetwork],
				['an octal address', loopback('0177.0.0.1'), privateNetwork],
				['a hexadecimal address', loopback('0x7f.1'), privateNetwork],
				['a short address', loopback('127.1', 'https'), privateNetwork],
				['any address', loopback('0.0.0.0'), privateNetwork],
				['IPv6', loopback('[::1]'), privateNetwork],
				['mapped IPv6', loopback('[::ffff:127.0.0.1]'), privateNetwork],
				['mapped IPv6 in groups', loopback('[::ffff:7f00:1]', 'https'), privateNetwork],
				['localhost', loopback('localhost'), privateNetwork],
				['below localhost', loopback('a.localhost'), privateNetwork],
				['10.0.0.7', 'https://10.0.0.7/video.mp4', privateNetwork],
				['192.168', to('https://192.168.1.1/video.mp4'), privateNetwork],
				['172.16', 'https://172.16.0.1/video.mp4', privateNetwork],
				['a name of the local network', 'https://nas/video.mp4', privateNetwork],
				[
					'a public name of this machine',
					loopback('loopback.example'),
					/the connection broke \(the link starts with http:\/\/, and was tried with https/,
				],
				[
					'the same over https',
					loopback('loopback.example', 'https'),
					/the connection broke/,
				],
				[
					'a password',
					'https://user:secret@media.gateway.example/clip.mp4',
					/a user name or a password/,
				],
				[
					'a redirect to a user name',
					to('https://user@media.gateway.example/clip.mp4'),
					/a user name or a password/,
				],
				['a file', 'file:///etc/passwd', /starts with file: instead of https:/],
				['a redirect to a file', to('file:///etc/passwd'), /starts with file:/],
				['gopher', 'gopher://127.0.0.1:70/_x', /starts with gopher:/],
				['ftp', 'ftp://media.gateway.example/clip.mp4', /starts with ftp:/],
				['data', 'data:video/mp4;base64,AAAA', /starts with data:/],
				['a script', 'javascript:alert(1)', /starts with javascript:/],
				['no address', '/media/clip.mp4', /isn't a valid URL/],
				['6 redirects', `${MEDIA}/hops?6`, /redirects more than 5 times/],
				['11 redirects', `${MEDIA}/hops?11`, /redirects more than 5 times/],
				['a loop of redirects', `${MEDIA}/loop`, /redirects more than 5 times/],
				['a redirect to nowhere', `${MEDIA}/no-location`, /returned HTTP 302/],
				['a body without end', `${MEDIA}/endless`, /larger than 2 MB. Raise .*Max Size/],
				['a packed one', `${MEDIA}/packed-endless`, /larger than 2 MB. Raise .*Max Size/],
				['a huge length', `${MEDIA}/huge`, /larger than 2 MB. Raise .*Max Size/],
				['no bytes', `${MEDIA}/empty`, /the file is empty/],
				['a page', `${MEDIA}/page`, /returned a web page \(HTML\) instead of a video/],
				['JSON', `${MEDIA}/json`, /returned a JSON file instead of a video/],
				[
					'JSON as bytes',
					`${MEDIA}/json-as-bytes`,
					/returned a JSON file instead of a video/,
				],
				[
					'XML as bytes',
					`${MEDIA}/xml-as-bytes`,
					/returned an XML file instead of a video/,
				],
				['a playlist', `${MEDIA}/playlist-as-bytes`, /playlist \(HLS\) instead of a video/],
				['a page as video', `${MEDIA}/page-as-video`, /page \(HTML\) instead of a video/],
				['only its type', `${MEDIA}/only-its-type`, /it has no moov or moof box/],
				['another part', `${MEDIA}/middle`, /the wrong part of the file/],
				['a teapot', `${MEDIA}/teapot`, /returned HTTP 418/],
			] as const
		).map(([name, address, message], index) => ({
			name: `${index} ${name}`,
			address,
			message,
		}));

	test.each(BOTH)(
		'are not followed by %s where they lead astray: a clear message with the job id, and nobody is asked',
		async (by) => {
			const cases = hostile();
			const downloaded = await download(by, cases, { options: { maxSizeMb: 2 } });

			expectFailures(downloaded, cases);
			// Of the name that leads to this machine only the certificate is asked for, which is not its own.
			const allowed = [
				'api.gateway.example:443',
				'media.gateway.example:443',
				`loopback.example:${internet.loopbackPort}`,
			];
			expect(internet.connections.filter((host) => !allowed.includes(host))).toEqual([]);
			const reached = internet.requests
				.map(({ url }) => new URL(url).origin)
				.filter((origin) => origin !== PUBLIC && origin !== MEDIA);
			expect(reached).toEqual([]);
			console.log(
				`${by}: ${cases.length} hostile addresses, ${internet.connections.length} connections, none astray`,
			);
		},
	);

	test('are not followed to a name of this machine, although it has a certificate for the name', async () => {
		const cases = [
			{
				name: 'inside',
				address: `https://files.inside.example:${internet.tlsPort}/video.mp4`,
				message: /points to a private network/,
			},
		];
		const downloaded = await download('checkVideoStatus', cases);

		expect(internet.requests.filter(({ url }) => url.includes('inside'))).toEqual([]);
		expectFailures(downloaded, cases);
	});

	test.each(BOTH)('are followed by %s where all is well, over up to 5 redirects', async (by) => {
		const cases = [
			{ name: 'plain', address: `${MEDIA}/clip.mp4` },
			{ name: '5 redirects', address: `${MEDIA}/hops?5` },
			{ name: 'a relative redirect', address: to('/clip.mp4') },
			{ name: 'a redirect to another host', address: to('https://media.aigateway.sh/a') },
			{ name: 'a port', address: 'https://media.gateway.example:8443/clip.mp4' },
			{ name: 'plain http', address: 'http://media.gateway.example/plain.mp4' },
			{ name: 'a redirect to plain http', address: to('http://media.gateway.example/a') },
		];
		const downloaded = await download(by, cases);

		await expectWhole(downloaded, cases, CLIP);
		// What a gateway on the internet names with http: is asked for with https:, and told as it was.
		const asked = internet.requests.map(({ url }) => url);
		expect(asked.filter((url) => url.startsWith('http:'))).toEqual([]);
		expect(asked).toContain('https://media.gateway.example/plain.mp4');
		const told = jsonOf(downloaded.execution, downloaded.node);
		expect(told.map(({ videoUrl }) => videoUrl)).toEqual(cases.map(({ address }) => address));
	});

	test('may be private where the gateway itself is', async () => {
		const address = `http://127.0.0.1:${internet.loopbackPort}/clip.mp4`;
		const cases = [{ name: 'private', address }];
		const { credentials } = stage;
		const downloaded = await download('checkVideoStatus', cases, { credentials });

		await expectWhole(downloaded, cases, CLIP);
	});

	test('that give fewer bytes than they hold are no video', async () => {
		const address = `${MEDIA}/shorter`;
		const cases = [{ name: 'a length that is too short', address, message: /failed/ }];
		expectFailures(await download('checkVideoStatus', cases), cases);
	});

	test('that give a picture or something else instead of a video fail', async () => {
		const address = `${MEDIA}/picture`;
		const cases = [{ name: 'a picture', address, message: /instead of a video/ }];
		expectFailures(await download('checkVideoStatus', cases), cases);
	});

	test('are not repeated without end in a message', async () => {
		const address = `data:video/mp4;base64,${'A'.repeat(100_000)}`;
		const { failures } = await download('checkVideoStatus', [{ name: 'long', address }]);

		expect(failures.get(0)!.length).toBeLessThan(5000);
	});

	test('that are none at all make a failed job that keeps its id', async () => {
		stage.simulator.plan = () => ({ outcome: 'completedWithoutUrl' });
		// Where a file has a place of its own without an address, nothing is missing.
		const named = GATEWAY_IDS.filter((id) => !('unnamedFile' in FACTS[id]));
		const cases = named.map((gateway) => ({ name: gateway, gateway, address: [] }));
		const waited = await download('waitForVideo', cases);
		const checked = await download('checkVideoStatus', cases);

		waited.jobIds.forEach((jobId, index) => {
			expect(waited.failures.get(index)).toMatch(/completed but returned no link/);
			expect(waited.failures.get(index)).toContain(jobId);
		});
		// Check Video Status tells of a failed job, it does not fail.
		expect(jsonOf(checked.execution, checked.node)).toMatchObject(
			checked.jobIds.map((jobId) => ({
				jobId,
				status: 'failed',
				failure: { code: 'gateway' },
			})),
		);
	});

	test('leave no half files behind in n8n', async () => {
		const cases = [{ name: 'endless', address: `${MEDIA}/endless` }];
		await download('checkVideoStatus', cases, { options: { maxSizeMb: 20 } });

		expect(await storedBytes()).toBe(0);
	});
});

testThatNoKeyWentAstray();
