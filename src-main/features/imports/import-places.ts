import { DialdeskError } from '../../contract/errors.ts';
import type { ImportPlan, NewImport } from '../../contract/imports.ts';
import type { ImportDestination, ImportDraft } from './job/import-payload.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import { requireSameCentre } from './require-same-centre.ts';
import type { CampaignDirectory } from '../campaigns/campaign-directory.ts';
import type { ServerDirectory } from '../servers/server-directory.ts';

/** What a complete destination specifies. */
export type AskedPlace = Pick<NewImport, 'campaignId' | 'destination' | 'replace' | 'startsAt'>;

/** Where imports go, with servers and campaigns as the call centre describes them now. */
export class ImportPlaces {
  readonly #directory: ServerDirectory;
  readonly #campaigns: CampaignDirectory;
  readonly #connections: Pick<ConnectionsTable, 'centreOf'>;

  constructor(
    directory: ServerDirectory,
    campaigns: CampaignDirectory,
    connections: Pick<ConnectionsTable, 'centreOf'>,
  ) {
    this.#directory = directory;
    this.#campaigns = campaigns;
    this.#connections = connections;
  }

  /** @throws DialdeskError as `ServerDirectory.address`; `call_centre_changed` where that was led elsewhere meanwhile */
  async destination(
    connectionId: string,
    { campaignId, destination, replace, startsAt }: AskedPlace,
  ): Promise<ImportDestination> {
    const { serverId, folder, fileName } = destination;
    const requireStill = requireSameCentre(this.#connections, connectionId);
    const { ip, port, filePath, userName } = await this.#directory.address(connectionId, serverId);
    // before anything is kept of its IDs, which are others' in another call centre
    requireStill();
    this.#campaigns.used(connectionId, campaignId);
    return {
      campaignId,
      campaignName: this.#campaigns.nameOf(connectionId, campaignId),
      serverId,
      server: { ip, port, filePath, userName },
      folder,
      fileName,
      replace,
      verify: 'size',
      startsAt,
    };
  }

  /** What a payload stores of a plan: all of it if it is complete and the server is known, otherwise what there is. */
  async planned(
    plan: ImportPlan,
  ): Promise<{ readonly destination: ImportDestination | null; readonly draft: ImportDraft | null }> {
    const { connectionId, campaignId, serverId, serverName, folder, fileName, startsAt } = plan;
    const campaignName =
      connectionId !== null && campaignId !== null ? this.#campaigns.nameOf(connectionId, campaignId) : null;
    const draft: ImportDraft = { campaignId, campaignName, serverId, serverName, folder, fileName, startsAt };
    if (connectionId === null || campaignId === null || serverId === null)
      return { destination: null, draft };
    const destination = { connectionId, serverId, folder, fileName };
    try {
      const asked = { campaignId, destination, replace: false, startsAt };
      return { destination: await this.destination(connectionId, asked), draft: null };
    } catch (error) {
      // Offline, or the server is gone: neither prevents preparing. Sending asks again, and reports it.
      if (!(error instanceof DialdeskError)) throw error;
      return { destination: null, draft };
    }
  }
}
