import { stageForTests } from '../n8n/stage';
import { startDirectus, type Directus } from './servers/directus';
import { credentialFor, expectVideos, sendVideos } from './stage';
import { describeTarget } from './targets';

const stage = stageForTests(1);

describeTarget('directus')('a Directus', () => {
	let directus: Directus;
	beforeAll(async () => {
		directus = await startDirectus();
	}, 300_000);
	afterAll(async () => await directus?.stop());

	test('has the video of each row in its files, by a form of HTTP Request', async () => {
		await sendVideos(stage, {
			name: 'Upload',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `${directus.url}/files`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpHeaderAuth',
				sendBody: true,
				contentType: 'multipart-form-data',
				bodyParameters: {
					parameters: [
						{
							parameterType: 'formData',
							name: 'title',
							value: "={{ $('Rows').item.json.name }}",
						},
						{
							parameterType: 'formBinaryData',
							name: 'file',
							inputDataFieldName: 'data',
						},
					],
				},
				options: {},
			},
			credentials: await credentialFor(stage, 'httpHeaderAuth', directus.credential),
		});
		await expectVideos(await directus.files());
	});
});
