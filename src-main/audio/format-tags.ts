/**
 * The codings of WAVE files by their format tag.
 * Source: mmreg.h of the Windows SDK and RFC 2361, section 3; the ones met in telephony and on desktops.
 * `pcm`, `float`, `alaw` and `mulaw` are decoded here; the rest are known by name only, so that a user
 * reads "GSM 6.10" and not "invalid file".
 */
export interface FormatTag {
  /** Stable id for programs. */
  readonly id: string;
  /** As people write it. */
  readonly name: string;
}

/** WAVE_FORMAT_EXTENSIBLE: the coding is in the sub-format GUID. */
export const extensibleTag = 0xfffe;

const tags: Readonly<Record<number, readonly [id: string, name: string]>> = {
  0x0001: ['pcm', 'PCM'],
  0x0002: ['ms-adpcm', 'Microsoft ADPCM'],
  0x0003: ['float', 'IEEE float'],
  0x0004: ['vselp', 'Compaq VSELP'],
  0x0005: ['ibm-cvsd', 'IBM CVSD'],
  0x0006: ['alaw', 'A-law'],
  0x0007: ['mulaw', 'µ-law'],
  0x0008: ['dts', 'DTS'],
  0x0009: ['drm', 'DRM'],
  0x000a: ['wma-voice', 'Windows Media Voice'],
  0x0010: ['oki-adpcm', 'OKI ADPCM'],
  0x0011: ['ima-adpcm', 'IMA ADPCM'],
  0x0012: ['mediaspace-adpcm', 'Mediaspace ADPCM'],
  0x0013: ['sierra-adpcm', 'Sierra ADPCM'],
  0x0014: ['g723-adpcm', 'G.723 ADPCM'],
  0x0015: ['digistd', 'DSP Digistd'],
  0x0016: ['digifix', 'DSP Digifix'],
  0x0017: ['dialogic-adpcm', 'Dialogic OKI ADPCM'],
  0x0020: ['yamaha-adpcm', 'Yamaha ADPCM'],
  0x0021: ['sonarc', 'Sonarc'],
  0x0022: ['truespeech', 'DSP Group TrueSpeech'],
  0x0023: ['echosc1', 'EchoSC1'],
  0x0028: ['lrc', 'LRC'],
  0x0030: ['dolby-ac2', 'Dolby AC-2'],
  0x0031: ['gsm610', 'GSM 6.10'],
  0x0032: ['msn-audio', 'MSN Audio'],
  0x0033: ['antex-adpcme', 'Antex ADPCME'],
  0x0034: ['vqlpc', 'Control Resources VQLPC'],
  0x0038: ['cs-imaadpcm', 'Crystal IMA ADPCM'],
  0x0040: ['g721-adpcm', 'G.721 ADPCM'],
  0x0041: ['g728-celp', 'G.728 CELP'],
  0x0042: ['g723', 'G.723.1'],
  0x0045: ['g726-adpcm', 'G.726 ADPCM'],
  0x0050: ['mp2', 'MPEG layer 1 or 2'],
  0x0055: ['mp3', 'MP3 (MPEG layer 3)'],
  0x0059: ['lucent-g723', 'Lucent G.723'],
  0x0061: ['g721-duck', 'Duck DK4 ADPCM'],
  0x0062: ['adpcm-duck', 'Duck DK3 ADPCM'],
  0x0064: ['g726', 'G.726 ADPCM'],
  0x0065: ['g722', 'G.722 ADPCM'],
  0x0069: ['voxware', 'Voxware'],
  0x0070: ['voxware-ac8', 'Voxware AC8'],
  0x0083: ['g729', 'G.729'],
  0x0084: ['g729a', 'G.729A'],
  0x0085: ['df-gsm610', 'DF GSM 6.10'],
  0x0092: ['dolby-ac3-spdif', 'Dolby AC-3 (S/PDIF)'],
  0x0093: ['g723-mediasonic', 'MediaSonic G.723'],
  0x00ff: ['aac', 'AAC'],
  0x0111: ['vivo-g723', 'Vivo G.723'],
  0x0112: ['vivo-siren', 'Vivo Siren'],
  0x0123: ['g723-digital', 'Digital G.723'],
  0x0125: ['sanyo-adpcm', 'Sanyo LD ADPCM'],
  0x0130: ['sipro-acelp', 'Sipro ACELP.net'],
  0x0133: ['sipro-g729', 'Sipro G.729'],
  0x0134: ['sipro-g729a', 'Sipro G.729A'],
  0x0135: ['sipro-kelvin', 'Sipro Kelvin'],
  0x0140: ['g726-dictaphone', 'Dictaphone G.726 ADPCM'],
  0x0160: ['wma1', 'Windows Media Audio 1'],
  0x0161: ['wma2', 'Windows Media Audio 2'],
  0x0162: ['wma-pro', 'Windows Media Audio Professional'],
  0x0163: ['wma-lossless', 'Windows Media Audio Lossless'],
  0x0200: ['creative-adpcm', 'Creative ADPCM'],
  0x0202: ['creative-fs8', 'Creative FastSpeech 8'],
  0x0203: ['creative-fs10', 'Creative FastSpeech 10'],
  0x0270: ['atrac3', 'Sony ATRAC3'],
  0x0400: ['btv-digital', 'Brooktree'],
  0x0401: ['imc', 'Intel Music Coder'],
  0x1000: ['olivetti-gsm', 'Olivetti GSM'],
  0x1001: ['olivetti-adpcm', 'Olivetti ADPCM'],
  0x1100: ['lh-codec', 'Lernout & Hauspie'],
  0x1500: ['att-g729', 'AT&T G.729'],
  0x1600: ['aac-adts', 'AAC (ADTS)'],
  0x1601: ['aac-raw', 'AAC (raw)'],
  0x1602: ['aac-loas', 'AAC (LOAS)'],
  0x1610: ['aac-he', 'HE-AAC'],
  0x1c07: ['lucent-sx', 'Lucent SX'],
  0x2000: ['ac3', 'Dolby AC-3'],
  0x2001: ['dts2', 'DTS'],
  0x4143: ['divio-aac', 'Divio AAC'],
  0x566f: ['vorbis', 'Vorbis'],
  0x674f: ['vorbis1', 'Vorbis mode 1'],
  0x6750: ['vorbis2', 'Vorbis mode 2'],
  0x6751: ['vorbis3', 'Vorbis mode 3'],
  0x676f: ['vorbis1p', 'Vorbis mode 1+'],
  0x6770: ['vorbis2p', 'Vorbis mode 2+'],
  0x6771: ['vorbis3p', 'Vorbis mode 3+'],
  0x704f: ['opus', 'Opus'],
  0x7a21: ['amr-nb', 'AMR narrow band'],
  0x7a22: ['amr-wb', 'AMR wide band'],
  0xa100: ['g723-comverse', 'Comverse G.723.1'],
  0xa106: ['aac-zygo', 'AAC'],
  0xa109: ['speex', 'Speex'],
  0xf1ac: ['flac', 'FLAC'],
};

/** The coding with this tag; an unknown tag is named by its number, as in "format 0x1234". */
export function formatTag(tag: number): FormatTag {
  const known = tags[tag];
  if (known) return { id: known[0], name: known[1] };
  const hex = `0x${tag.toString(16).padStart(4, '0')}`;
  return { id: `unknown-${hex}`, name: `format ${hex}` };
}

/** The coding behind a sub-format GUID that is not in the table; `guid` is its 16 bytes as they stand. */
export function foreignSubFormat(guid: Uint8Array): FormatTag {
  const hex = Buffer.from(guid).toString('hex');
  // ATSC and Ambisonic B-format GUIDs look like PCM and float but their channels are not loudspeakers.
  if (hex === '010000002107d3118644c8c1ca000000')
    return { id: 'ambisonic-pcm', name: 'Ambisonic B-format PCM' };
  if (hex === '030000002107d3118644c8c1ca000000')
    return { id: 'ambisonic-float', name: 'Ambisonic B-format float' };
  return {
    id: 'unknown-subformat',
    name: hex === '' ? 'EXTENSIBLE without sub-format' : `sub-format ${hex}`,
  };
}
