import { agents, campaignName, phoneNumber, remark } from './names.ts';
import { below, makeId, pick } from './random.ts';
import type { Random } from './random.ts';
import type { Campaign, FileServer, Reservation } from './records.ts';
import { twoDigits } from '../contract/two-digits.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Calling numbers of the demo call centre. */
const callerNumbers = ['95500', '4008', '075528780808'] as const;

/** Where the times in identifiers start: fixed, so that a restart on another day knows the same identifiers. */
const idEpoch = Date.UTC(2026, 0, 5, 1);

/** How much the demo system starts with. */
export interface SeedSizes {
  readonly campaigns: number;
  readonly reservations: number;
}

/** As much as a large call centre has; takes some 50 ms to make. */
export const fullSeed: SeedSizes = { campaigns: 5_000, reservations: 20_000 };
/** Enough to look around in. */
export const smallSeed: SeedSizes = { campaigns: 120, reservations: 600 };

/** The users of the SFTP server. All have the demo password. */
export const sftpUsers = ['isales', 'huawei', 'zhangsan'] as const;

/**
 * The file servers that CC-iSales knows: some on the demo's SFTP server with different default paths, one
 * with nothing but a user name (the vendor's example has such a one), and some that do not answer at
 * (RFC 5737 addresses).
 */
export function seedServers(
  random: Random,
  sftp: { ip: string; port: number; password: string },
): FileServer[] {
  const here = { ip: sftp.ip, port: String(sftp.port), password: sftp.password };
  const away = { port: '22', password: sftp.password };
  const servers: Omit<FileServer, 'serverId'>[] = [
    { ...here, filePath: '/home/isales', userName: 'isales' },
    { ...here, filePath: '/home/sftp', userName: 'huawei' },
    { ...here, filePath: '/data/outbound', userName: 'isales' },
    { ...here, filePath: '/', userName: 'zhangsan' },
    { ip: null, port: null, filePath: null, userName: '10', password: sftp.password },
    { ...away, ip: '192.0.2.1', filePath: '/home/sftp', userName: 'isales' },
  ];
  for (let branch = 1; branch <= 20; branch += 1) {
    const folder = twoDigits(branch);
    servers.push(
      branch % 2 === 0
        ? { ...here, filePath: `/data/branch-${folder}`, userName: 'isales' }
        : { ...away, ip: `198.51.100.${branch}`, filePath: '/home/sftp', userName: `branch-${folder}` },
    );
  }
  return servers.map((server, index) => ({
    serverId: makeId(random, new Date(idEpoch + index * day)),
    ...server,
  }));
}

/** Campaigns begun over the last year, newest first as CC-iSales lists them. */
export function seedCampaigns(random: Random, now: Date, count: number): Campaign[] {
  const midnight = now.getTime() - (now.getTime() % day);
  return Array.from({ length: count }, (_, index) => {
    // Drawn for every campaign, so that asking for more of them does not change the first.
    // 1 draft, 2 active, 3 suspended, 4 ended; most of those begun last are active
    const laterStatus = String((below(random, 6) % 4) + 1);
    const begin = midnight - Math.floor((index * 365 * day) / Math.max(count, 1) / day) * day;
    return {
      id: makeId(random, new Date(idEpoch + index * minute)),
      name: campaignName(random, index, new Date(begin)),
      status: index < count / 2 && index % 5 !== 4 ? '2' : laterStatus,
      deviceType: String(pick(random, [1, 2, 3, 5, 6])),
      beginTime: begin,
      endTime: begin + (90 + below(random, 300)) * day,
      callerNo: pick(random, callerNumbers),
    };
  });
}

/** Reserved calls over the coming six weeks, 9 to 18 o'clock local time, four in five of them manual. */
export function seedReservations(
  random: Random,
  now: Date,
  count: number,
  campaigns: readonly Campaign[],
): Reservation[] {
  const mornings = Array.from({ length: 42 }, (_, offset) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1 + offset, 9).getTime(),
  );
  const open = campaigns.slice(0, Math.max(1, Math.ceil(campaigns.length / 4)));
  if (open.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const manual = random() < 0.8;
    const agent = pick(random, agents);
    return {
      appointId: makeId(random, new Date(idEpoch + index)),
      callType: manual ? '1' : '2',
      appointTime: pick(random, mornings) + below(random, 108) * 5 * minute,
      calledNo: phoneNumber(random),
      taskId: pick(random, open).id,
      userAccount: manual ? agent.userAccount : null,
      workNo: manual ? agent.workNo : null,
      userName: manual ? agent.userName : null,
      remark: remark(random),
      callData: null,
    };
  });
}
