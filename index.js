// n8n finds nodes and credentials by the paths in package.json; there is nothing to load here.
module.exports = {};
