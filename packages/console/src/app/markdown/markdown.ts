import MarkdownIt from 'markdown-it/browser';

/** Schemes that a link may have; relative ones stay on the page. */
const SAFE_LINK = /^(?:https?:|mailto:|#)/i;

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: false });
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());

markdown.renderer.rules.link_open = (tokens, index, options, _environment, self) => {
  const token = tokens[index];
  token?.attrSet('rel', 'noopener noreferrer');
  if (!/^#/.test(String(token?.attrGet('href') ?? ''))) token?.attrSet('target', '_blank');
  const text = tokens[index + 1];
  const button = BUTTON.exec(text?.content ?? '');
  if (button !== null && text !== undefined) {
    token?.attrSet('class', button[1] === undefined ? 'md-button' : 'md-button primary');
    text.content = text.content.slice(button[0].length);
  }
  return self.renderToken(tokens, index, options);
};

/**
 * CloudWatch's own addition: `[button:primary:Text](https://…)`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_remove_text_dashboard.html
 */
const BUTTON = /^button:(?:(primary):)?/;

/** The page loads nothing from elsewhere, so a picture is a link to it. */
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const { escapeHtml } = markdown.utils;
  const source = String(token?.attrGet('src') ?? '');
  const text = token?.content === '' ? source : (token?.content ?? source);
  return `<a href="${escapeHtml(source)}" rel="noopener noreferrer" target="_blank">${escapeHtml(text)}</a>`;
};

/** Aligned columns come as style attributes, which the page's security policy refuses: classes instead. */
for (const rule of ['th_open', 'td_open'] as const) {
  markdown.renderer.rules[rule] = (tokens, index, options, _environment, self) => {
    const token = tokens[index];
    const [, side] = /text-align:(left|right|center)/.exec(String(token?.attrGet('style') ?? '')) ?? [];
    if (token !== undefined) token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
    if (side !== undefined) token?.attrSet('class', `align-${side}`);
    return self.renderToken(tokens, index, options);
  };
}

/** Markdown of a text widget as HTML. Raw HTML in it stays text; links with other schemes than http and mailto too. */
export const renderMarkdown = (text: string): string => markdown.render(text);
