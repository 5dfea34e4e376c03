import fastify, { type FastifyInstance } from 'fastify';

import type { CredentialsByType } from '../support/n8n/examples';
import type { Stage } from './stage';

/** The routes of a WordPress that take a file and a post, and a credential for it. */
export interface Site {
	url: string;
	received: Array<{ url: string; headers: Record<string, unknown>; body: unknown }>;
	/** Those of the stage, and WordPress's. */
	credentials: CredentialsByType;
}

/** Runs a WordPress on loopback as long as `use` does; `more` adds further routes. */
export async function withSite(
	stage: Stage,
	use: (site: Site) => Promise<void>,
	more: (server: FastifyInstance) => void = () => undefined,
): Promise<void> {
	const server = fastify();
	const received: Site['received'] = [];
	server.addContentTypeParser('video/mp4', { parseAs: 'buffer' }, (_, body, done) =>
		done(null, body),
	);
	server.post('/wp-json/wp/v2/*', async ({ url, headers, body }) => {
		received.push({ url, headers, body });
		return { id: received.length, source_url: FILE_URL, link: `${FILE_URL}?post` };
	});
	more(server);
	const url = await server.listen({ host: '127.0.0.1', port: 0 });
	try {
		const wordpressApi = await stage.n8n.createCredential({
			name: 'WordPress',
			type: 'wordpressApi',
			data: { username: 'editor', password: 'application-password', url },
		});
		await use({ url, received, credentials: { ...stage.credentials, wordpressApi } });
	} finally {
		await server.close();
	}
}

const FILE_URL = 'https://blog.example.com/files/clip.mp4';

/** The block that WordPress's editor writes for the uploaded video with this ID (WordPress 6, Gutenberg's video block). */
export const videoBlock = (id: number): string =>
	`<!-- wp:video {"id":${id}} --><figure class="wp-block-video"><video controls src="${FILE_URL}"></video></figure><!-- /wp:video -->`;
