import type { IDataObject } from 'n8n-workflow';
import type { Session } from '../session';
import type { CredentialRow } from '../types';

/** Saves, lists and tests credentials, as the editor does. */
export function credentialCalls({ call }: Session) {
	type Credential = { name: string; type: string; data: IDataObject };
	const createCredential = async (credential: Credential) => {
		const { id, name } = await call<CredentialRow>('POST', '/credentials', credential);
		return { id, name };
	};
	const testSaved = async (id: string) => {
		// As the editor does: it sends back what it was shown, with the secrets blanked out.
		const { name, type, data } = await call<Credential>(
			'GET',
			`/credentials/${id}?includeData=true`,
		);
		return await call<{ status: 'OK' | 'Error'; message: string }>(
			'POST',
			'/credentials/test',
			{
				credentials: { id, name, type, data },
			},
		);
	};
	return {
		createCredential,
		updateCredential: async (id: string, credential: Credential) => {
			await call('PATCH', `/credentials/${id}`, credential);
		},
		credentials: async () => {
			const rows = await call<CredentialRow[]>('GET', '/credentials');
			return rows.map(({ id, name, type }) => ({ id, name, type }));
		},
		testCredential: async (
			credential: { id: string } | { type: string; data: IDataObject },
		) => {
			if ('id' in credential) return await testSaved(credential.id);
			const { id } = await createCredential({ name: 'For a test', ...credential });
			try {
				return await testSaved(id);
			} finally {
				await call('DELETE', `/credentials/${id}`);
			}
		},
	};
}
