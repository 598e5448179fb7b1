// The manual, docs/manual/<language>/*.md, as pages for the app: build/renderer/manual/<language>/*.html.
// The Markdown is read by Prettier's own parser, which formats these files anyway; what is written is the small part of
// HTML below, so that a page can hold nothing else.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parsers } from 'prettier/plugins/markdown';
import { root } from './paths.mjs';

const languages = { en: 'en', zh: 'zh-CN' };

const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

const textOf = (node) => node.value ?? (node.children ?? []).map(textOf).join('');

/** What a heading is linked by: as code hosts make it, but an error's code alone where one comes first. */
function anchorOf(heading) {
  const [first] = heading.children;
  if (first?.type === 'inlineCode') return first.value;
  return textOf(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** A link between pages. One to the network is only shown: the manual's window goes nowhere. */
function link(node, inner) {
  if (/^[a-z]+:/.test(node.url)) return `${inner} (${escaped(node.url)})`;
  const target = node.url.replace(/README\.md/, 'index.html').replace(/\.md(?=#|$)/, '.html');
  return `<a href="${escaped(target)}">${inner}</a>`;
}

function table(node, pictures) {
  const row = (cells, tag) =>
    `<tr>${cells.children.map((cell) => `<${tag}>${inside(cell, pictures)}</${tag}>`).join('')}</tr>`;
  const [head, ...body] = node.children;
  return `<table><thead>${row(head, 'th')}</thead><tbody>${body.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
}

function inside(node, pictures) {
  return (node.children ?? []).map((child) => html(child, pictures)).join('');
}

/** A node as HTML. @param pictures gets the path of each picture, as the page names it */
function html(node, pictures) {
  const inner = () => inside(node, pictures);
  switch (node.type) {
    case 'root':
      return node.children.map((child) => html(child, pictures)).join('\n');
    case 'heading':
      return `<h${node.depth} id="${escaped(anchorOf(node))}">${inner()}</h${node.depth}>`;
    case 'paragraph':
      return `<p>${inner()}</p>`;
    case 'text':
    case 'sentence':
    case 'word':
    case 'whitespace':
      return node.children ? inner() : escaped(node.value);
    case 'strong':
      return `<strong>${inner()}</strong>`;
    case 'emphasis':
      return `<em>${inner()}</em>`;
    case 'inlineCode':
      return `<code>${escaped(node.value)}</code>`;
    case 'code':
      return `<pre tabindex="0"><code>${escaped(node.value)}</code></pre>`;
    case 'list':
      return node.ordered ? `<ol>${inner()}</ol>` : `<ul>${inner()}</ul>`;
    case 'listItem':
      return `<li>${inner()}</li>`;
    case 'link':
      return link(node, inner());
    case 'image':
      pictures.add(node.url);
      return `<img src="../pictures/${escaped(basename(node.url))}" alt="${escaped(node.alt ?? '')}">`;
    case 'table':
      return table(node, pictures);
    default:
      throw new Error(`the manual has a ${node.type}, which scripts/manual.mjs does not write`);
  }
}

/** One page with the list of all pages beside it. */
function page(language, contents, body, title) {
  return `<!doctype html>
<html lang="${languages[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="../manual.css">
</head>
<body>
<nav>${contents}</nav>
<main>
${body}
</main>
</body>
</html>
`;
}

/** @returns the pages of a language by file name, and the pictures they show */
export async function manualPages(language) {
  const folder = join(root, 'docs', 'manual', language);
  const pictures = new Set();
  const read = async (name) =>
    parsers.markdown.parse(readFileSync(join(folder, name), 'utf8'), { originalText: '' });
  const index = await read('README.md');
  const list = index.children.find(({ type }) => type === 'list');
  const links = list.children.map((item) => item.children[0].children.find(({ type }) => type === 'link'));
  const contents = `<ul>${links.map((found) => `<li>${link(found, escaped(textOf(found)))}</li>`).join('')}</ul>`;
  const pages = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
    const ast = name === 'README.md' ? index : await read(name);
    const title = textOf(ast.children.find(({ type }) => type === 'heading'));
    const file = name === 'README.md' ? 'index.html' : name.replace(/\.md$/, '.html');
    pages.set(file, page(language, contents, html(ast, pictures), title));
  }
  return { pages, pictures: [...pictures].map((path) => join(folder, path)) };
}

/** Writes the manual below a folder: its pages, its pictures, and their style. */
export async function buildManual(folder) {
  mkdirSync(join(folder, 'pictures'), { recursive: true });
  copyFileSync(join(root, 'docs', 'manual', 'manual.css'), join(folder, 'manual.css'));
  for (const language of Object.keys(languages)) {
    const { pages, pictures } = await manualPages(language);
    mkdirSync(join(folder, language), { recursive: true });
    for (const [name, text] of pages) writeFileSync(join(folder, language, name), text);
    for (const picture of pictures) copyFileSync(picture, join(folder, 'pictures', basename(picture)));
  }
}
