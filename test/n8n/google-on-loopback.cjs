'use strict';

// Loaded into n8n before anything else: what it would send to Google, Facebook or TikTok goes to GOOGLE_ON_LOOPBACK, a
// stand-in.
const http = require('node:http');
const https = require('node:https');

const { request } = https;
const STOOD_IN_FOR = /\.(googleapis|facebook|tiktokapis)\.com$/;

https.request = (options, ...rest) => {
	const host = String(options?.hostname ?? options?.host ?? '');
	if (!STOOD_IN_FOR.test(host)) return request(options, ...rest);
	const { protocol, hostname, port } = new URL(process.env.GOOGLE_ON_LOOPBACK);
	const here = { protocol, hostname, host: hostname, port, agent: undefined, agents: undefined };
	return http.request({ ...options, ...here }, ...rest);
};
