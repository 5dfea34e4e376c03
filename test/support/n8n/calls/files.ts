import type { IBinaryData } from 'n8n-workflow';
import type { Session } from '../session';

/** Downloads the files that items carry. */
export function binaryCalls({ download }: Session) {
	const binaryStream = async (binary: IBinaryData) => {
		if (binary.id === undefined) {
			throw new Error('This file lies in the item itself; read it with binaryFile');
		}
		const query = new URLSearchParams({ id: binary.id, action: 'download' });
		return await download(`/binary-data?${query.toString()}`);
	};
	return {
		binaryStream,
		binaryFile: async (binary: IBinaryData) => {
			if (binary.id === undefined) return Buffer.from(binary.data, 'base64');
			const chunks: Buffer[] = [];
			for await (const chunk of await binaryStream(binary)) chunks.push(chunk as Buffer);
			return Buffer.concat(chunks);
		},
	};
}
