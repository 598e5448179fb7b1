// A package for Debian and Ubuntu from the folder that electron-builder made, with Debian's own tools. electron-builder
// makes its .deb with a program that it downloads; where that cannot be reached, this is the one that can be tried.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun } from './child.mjs';
import { root } from './paths.mjs';

/** What Electron needs of the system, as electron-builder.yml has it for its own .deb. */
function depends() {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const [, list = ''] = /^deb:\s+depends:\s+\[([^\]]*)\]/m.exec(text) ?? [];
  const names = list.split(',').map((name) => name.trim());
  if (names.length < 5) throw new Error('electron-builder.yml names no dependencies of the .deb');
  return [...names, 'libgbm1', 'libasound2 | libasound2t64'].join(', ');
}

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Dialdesk
Comment=Prepare outbound call lists and import them into a campaign
Comment[zh_CN]=准备外呼名单并导入外呼活动
Exec=/opt/Dialdesk/dialdesk %F
Icon=dialdesk
Terminal=false
Categories=Office;
MimeType=application/x-dialdesk;
StartupWMClass=Dialdesk
`;

const mimeType = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-dialdesk">
    <comment>Prepared import of Dialdesk</comment>
    <comment xml:lang="zh_CN">Dialdesk 待发送的导入</comment>
    <glob pattern="*.dialdesk"/>
  </mime-type>
</mime-info>
`;

const control = (version, kilobytes) => `Package: dialdesk
Version: ${version}
Architecture: amd64
Maintainer: The Dialdesk maintainers <maintainers@dialdesk.invalid>
Installed-Size: ${kilobytes}
Depends: ${depends()}
Section: utils
Priority: optional
Description: Prepare outbound call lists and import them into a campaign
 Checks call lists before anything leaves the computer, uploads them to a file
 server and imports them into a campaign of a call centre.
`;

/** The size of a folder in kilobytes, as `Installed-Size` has it. */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return Math.ceil(bytes / 1024);
}

/** Writes a file below the tree, with its folders. */
function put(tree, path, text) {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

/**
 * @param {string} unpacked electron-builder's folder, such as dist/linux-unpacked
 * @param {string} file what to write
 * @param {string} version of the package; may be another than that of the app, to try an upgrade
 * @param {string[]} compression options of dpkg-deb
 */
export async function makeDeb(unpacked, file, version, compression = ['-Zxz', '-z1']) {
  const tree = mkdtempSync(join(tmpdir(), 'dialdesk-deb-'));
  try {
    chmodSync(tree, 0o755);
    cpSync(unpacked, join(tree, 'opt/Dialdesk'), { recursive: true, verbatimSymlinks: true });
    // Chromium's sandbox where the kernel denies user namespaces
    chmodSync(join(tree, 'opt/Dialdesk/chrome-sandbox'), 0o4755);
    mkdirSync(join(tree, 'usr/bin'), { recursive: true });
    symlinkSync('/opt/Dialdesk/dialdesk', join(tree, 'usr/bin/dialdesk'));
    put(tree, 'usr/share/applications/dialdesk.desktop', desktopEntry);
    put(tree, 'usr/share/mime/packages/dialdesk.xml', mimeType);
    for (const size of [16, 32, 48, 64, 128, 256, 512]) {
      const icon = readFileSync(join(root, 'assets/icons', `${size}x${size}.png`));
      put(tree, `usr/share/icons/hicolor/${size}x${size}/apps/dialdesk.png`, icon);
    }
    put(tree, 'usr/share/doc/dialdesk/copyright', readFileSync(join(root, 'LICENSE')));
    put(tree, 'DEBIAN/control', control(version, sizeOf(join(tree, 'opt'))));
    await mustRun('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, file]);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
