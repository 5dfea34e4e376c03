import { makeReadyFolder } from './readyFolder';

// The first start on a machine installs n8n.
export default makeReadyFolder;
