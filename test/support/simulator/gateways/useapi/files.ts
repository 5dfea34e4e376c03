import { plainEndpoint, type Call, type Endpoint, type Refusal } from '../../gateway';
import { imageFacts } from '../../images';
import type { Answer } from '../../types';
import { USER, digits, oneAccount, type Account } from './account';
import { accountQuery } from './bodies';

const FILE_TYPES = ['image/png', 'image/jpeg', 'audio/mpeg', 'audio/wav', 'video/mp4'];

/** The upload of a file. */
export const fileEndpoint = (account: Account): Endpoint =>
	plainEndpoint({
		name: 'upload',
		method: 'POST',
		path: ['/v1/minimax/files', '/v1/minimax/files/'],
		query: accountQuery,
		binary: true,
		answer(call) {
			const one = oneAccount(account, call.query.account);
			return 'refused' in one ? one : upload(account, one.account, call);
		},
	});

function upload(
	{ files }: Account,
	account: string,
	{ headers, received }: Call<unknown, unknown>,
): Answer | Refusal {
	const contentType = headers['content-type'] ?? '';
	if (!FILE_TYPES.includes(contentType)) {
		return { refused: `Content-Type ${contentType} is not documented` };
	}
	if (received.summary.bytes === 0) return { refused: 'the file is empty' };
	const facts = imageFacts(received.kept);
	if (contentType.startsWith('image/') && !facts) {
		return { refused: 'the file is no image' };
	}
	const id = `${USER}-minimax:${account}-file:${digits(16)}`;
	files.set(id, { contentType, width: facts?.width, height: facts?.height });
	return {
		status: 200,
		body: { ossPath: `uploads/${digits(12)}`, fileID: id },
	};
}
