/**
 * Share pages: addresses that show an image to a person and give a gateway a web page. Where it is certain what the
 * address of the image itself is, it takes their place. Forms of the addresses: the sites' own share links, 2026-11.
 */

/** What a share page stands for. */
export type Shared = { url: string } | { what: string; fix: string };

interface Site {
	host: RegExp;
	path?: RegExp;
	/** The address of the image; undefined where this one doesn't lead to one. */
	direct?: (url: URL) => string | undefined;
	what: string;
	fix?: string;
}

const AS_BINARY =
	'Download the image with a node before this one, and choose Binary File as its source here';

/** Google Drive: a file, open or download address carries the ID of the file. */
function driveFile(url: URL): string | undefined {
	const id =
		/^\/file\/(?:u\/\d+\/)?d\/([\w-]{10,})/.exec(url.pathname)?.[1] ??
		(/^\/(open|uc)$/.test(url.pathname) ? url.searchParams.get('id') : undefined);
	if (!id) return undefined;
	const key = url.searchParams.get('resourcekey');
	const more = key === null ? '' : `&resourcekey=${encodeURIComponent(key)}`;
	return `https://drive.google.com/uc?export=download&id=${encodeURIComponent(id)}${more}`;
}

/** Dropbox: `raw=1` gives the file instead of its page, `dl=1` does too. */
function dropboxFile(url: URL): string {
	if (url.searchParams.get('dl') === '1' || url.searchParams.has('raw')) return url.href;
	const direct = new URL(url);
	direct.searchParams.delete('dl');
	direct.searchParams.set('raw', '1');
	return direct.href;
}

const sites: readonly Site[] = [
	{
		host: /^drive\.google\.com$/,
		path: /^\/(file\/|open$|uc$)/,
		direct: driveFile,
		what: 'a Google Drive page',
		fix: `${AS_BINARY}: the Google Drive node does that.`,
	},
	{
		host: /^drive\.google\.com$/,
		path: /^\/(drive|folderview|embeddedfolderview)/,
		what: 'a Google Drive folder',
		fix: 'Use the share link of one file in it.',
	},
	{
		host: /^docs\.google\.com$/,
		what: 'a Google Docs page',
		fix: `${AS_BINARY}.`,
	},
	{
		host: /(^|\.)dropbox\.com$/,
		path: /^\/(s|scl\/fi)\//,
		direct: dropboxFile,
		what: 'a Dropbox page',
	},
	{
		host: /(^|\.)dropbox\.com$/,
		path: /^\/(sh|scl\/fo|home|preview|work)\b/,
		what: 'a Dropbox folder, or a page that only you can open',
		fix: 'Use the share link of one file in it.',
	},
	{
		host: /^github\.com$/,
		path: /^\/[^/]+\/[^/]+\/blob\//,
		direct: (url) =>
			`https://raw.githubusercontent.com${url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//, '$1/')}`,
		what: 'a GitHub page',
	},
	{
		host: /^(1drv\.ms|onedrive\.live\.com|photos\.onedrive\.com)$/,
		path: /^\/(?!download)/,
		what: 'a OneDrive page',
		fix: `${AS_BINARY}: the Microsoft OneDrive node does that.`,
	},
	{
		host: /\.sharepoint\.com$/,
		path: /^\/:\w:\//,
		what: 'a SharePoint page',
		fix: `${AS_BINARY}: the Microsoft OneDrive or SharePoint node does that.`,
	},
	{
		host: /^(photos\.app\.goo\.gl|photos\.google\.com)$/,
		what: 'a Google Photos page',
		fix: `${AS_BINARY}, or put the image where it has an address of its own, such as Google Drive.`,
	},
	{ host: /^(www\.|share\.)?icloud\.com$/, what: 'an iCloud page', fix: `${AS_BINARY}.` },
	{ host: /^(we\.tl|(www\.)?wetransfer\.com)$/, what: 'a WeTransfer page', fix: `${AS_BINARY}.` },
	{
		host: /^(app|www)\.box\.com$/,
		path: /^\/s\//,
		what: 'a Box page',
		fix: `${AS_BINARY}: the Box node does that.`,
	},
	{
		host: /^(www\.|m\.)?imgur\.com$/,
		path: /^\/(?!.*\.\w+$)/,
		what: 'an Imgur page',
	},
	{ host: /(^|\.)(pinterest\.[a-z.]+|pin\.it)$/, what: 'a Pinterest page' },
	{ host: /(^|\.)(instagram|facebook|tiktok)\.com$/, what: 'a page of a social network' },
	{ host: /(^|\.)(x|twitter)\.com$/, path: /\/status\//, what: 'a post on X' },
	{ host: /(^|\.)(canva|figma)\.com$/, path: /^\/(design|file|proto)\//, what: 'a design page' },
	{ host: /(^|\.)notion\.(so|site)$/, path: /^\/(?!image\/|.*\.\w+$)/, what: 'a Notion page' },
];

const OWN_ADDRESS =
	"Use the address of the image itself: right-click the image and choose 'Copy Image Address'.";

/** What the address stands for if it is a share page; undefined where it isn't known to be one. */
export function sharedAt(url: URL): Shared | undefined {
	const host = url.hostname.toLowerCase();
	const site = sites.find(
		(one) => one.host.test(host) && (one.path === undefined || one.path.test(url.pathname)),
	);
	if (site === undefined || isDownload(url)) return undefined;
	const direct = site.direct?.(url);
	return direct === undefined
		? { what: site.what, fix: site.fix ?? OWN_ADDRESS }
		: { url: direct };
}

/** An address that its owner has already turned into a download, as SharePoint's and OneDrive's can be. */
const isDownload = (url: URL): boolean => url.searchParams.get('download') === '1';
