// CC-FS for a bench, in a process of its own, so that its work is not counted: tells its parent where it is, and
// answers every request as a success.
import { companyCa, issuedByCa } from '../../support/certificates.ts';
import { answering, startHttpsServer } from '../../support/https-server.ts';

const success = { resultCode: '0', resultData: { fileName: 'Y:/3rdfile/53/a.wav', locationId: ['0'] } };
const { port } = await startHttpsServer(issuedByCa, answering(success));
process.on('disconnect', () => process.exit(0));
process.send?.({ port, authority: companyCa.certificatePem });
