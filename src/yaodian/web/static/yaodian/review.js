/* 核对页 and 原文: click either side, keys, autosave. Nothing typed is lost: what the server has not confirmed is kept in
   localStorage under the item, and comes back to the fields. Without this script the links and forms still work. */
(function () {
  'use strict';

  /* 原文: #c12-40 marks the place, #p7 the paragraph */
  function showPlace() {
    const place = /^#c(\d+)-(\d+)$/.exec(location.hash), line = /^#p\d+$/.test(location.hash);
    document.querySelectorAll('.yd-doc .is-picked').forEach(p => p.classList.remove('is-picked'));
    let first = null;
    document.querySelectorAll('#original p').forEach(p => {
      const inside = place ? +p.dataset.start < +place[2] && +p.dataset.end > +place[1] : line && '#' + p.id === location.hash;
      if (inside) { p.classList.add('is-picked'); first = first || p; }
    });
    if (first) first.scrollIntoView({ block: 'center' });
  }
  if (document.getElementById('original')) { showPlace(); addEventListener('hashchange', showPlace); }
  if (!document.getElementById('review')) return;

  const root = () => document.getElementById('review');
  const words = () => JSON.parse(document.getElementById('rv-words').textContent);
  const csrf = () => root().querySelector('[name=csrfmiddlewaretoken]').value;
  const phone = () => matchMedia('(max-width: 767px)').matches;
  const key = () => 'yd-review:' + root().dataset.plan + ':' + root().dataset.item;

  /* what is not saved yet: {version, at: {url: {name: value}}} */
  function kept() { try { return JSON.parse(localStorage.getItem(key())) || null; } catch (e) { return null; } }
  function keep(draft) {
    try { if (draft && Object.keys(draft.at).length) localStorage.setItem(key(), JSON.stringify(draft)); else localStorage.removeItem(key()); } catch (e) { memory = draft; }
  }
  let memory = null, timer = 0, running = Promise.resolve(), saving = 0, stale = false;
  const pending = () => { const d = kept() || memory; return d && Object.keys(d.at).length ? d : null; };

  function say(level, text, buttons) {
    const box = document.getElementById('told'), line = document.createElement('div'), inner = document.createElement('div');
    box.textContent = ''; if (!text) return;
    line.className = 'yd-say is-' + level; inner.textContent = text; line.append(inner);
    if (buttons) {
      const row = document.createElement('div'); row.className = 'rv-said';
      buttons.forEach(([label, act]) => { const b = document.createElement('button'); b.type = 'button'; b.className = 'btn btn-plain btn-s'; b.textContent = label; b.addEventListener('click', act); row.append(b); });
      inner.append(row);
    }
    box.append(line);
  }
  function status(text) { const s = document.getElementById('saved'); if (s) s.textContent = text; }

  async function post(url, values) {
    const body = new URLSearchParams();
    Object.keys(values).forEach(name => [].concat(values[name]).forEach(v => body.append(name, v)));
    body.append('csrfmiddlewaretoken', csrf());
    const answer = await fetch(url, { method: 'POST', body, credentials: 'same-origin' });
    return answer;
  }
  async function told(answer) { try { return await answer.json(); } catch (e) { return { says: '' }; } }
  function versionIs(version) {
    root().dataset.version = version;
    root().querySelectorAll('input[name=version]').forEach(i => { i.value = version; });
  }

  /* autosave */
  function typed(field) {
    const form = field.closest('[data-save]'); if (!form || !field.name || field.name === 'csrfmiddlewaretoken') return;
    const draft = pending() || { version: root().dataset.version, at: {} }, at = draft.at[form.dataset.save] = draft.at[form.dataset.save] || {};
    if (field.type === 'checkbox') {
      at[field.name] = [...form.querySelectorAll('[name="' + field.name + '"]:checked')].map(c => c.value); at[field.name + '_sent'] = '1';
      const names = [...form.querySelectorAll('[name="' + field.name + '"]:checked')].map(c => c.parentNode.textContent.trim()).join('、');
      const shown = form.querySelector('#f-' + field.name); if (shown) shown.textContent = names || '—';
    } else at[field.name] = field.value;
    keep(draft); status(words().kept);
    clearTimeout(timer); if (!stale) timer = setTimeout(save, 800);
  }
  function save() {
    clearTimeout(timer);
    running = running.then(saveNow, saveNow);
    return running;
  }
  async function saveNow() {
    let draft = pending(); if (!draft || stale) return !draft;
    saving++; status(words().saving);
    try {
      for (const url of Object.keys(draft.at)) {
        const sent = draft.at[url], answer = await post(url, Object.assign({ version: root().dataset.version }, sent));
        let said = await told(answer), mine = null;
        if (answer.status === 409) {
          mine = await taken(url, sent);
          if (mine === null) { stale = true; isStale(said.says); return false; }
          said = { version: mine, at: '' };
        }
        const form = root().querySelector('[data-save="' + url + '"]');
        if (!answer.ok && mine === null) { wrong(form, said); return false; }
        if (form) form.querySelectorAll('[data-err]').forEach(e => { e.textContent = ''; });
        versionIs(said.version);
        draft = pending() || { version: said.version, at: {} };
        const now = draft.at[url] || {};
        Object.keys(sent).forEach(name => { if (JSON.stringify(now[name]) === JSON.stringify(sent[name])) delete now[name]; });
        draft.version = said.version; if (!Object.keys(now).length) delete draft.at[url];
        memory = null; keep(draft);
        settle(form, Object.keys(sent)); status(said.at + ' ' + words().saved);
      }
      say(); return !pending();
    } catch (e) { status(words().kept); timer = setTimeout(save, 5000); return false; } finally { saving--; }
  }
  /* the item's version where the server already holds what was sent (an answer was lost on the way), else null */
  async function taken(url, sent) {
    const got = await fetch(location.href, { credentials: 'same-origin' }), page = new DOMParser().parseFromString(await got.text(), 'text/html');
    const form = page.querySelector('[data-save="' + url + '"]');
    if (!form) return null;
    const same = Object.keys(sent).every(name => { const f = form.querySelector('[name="' + name + '"]:not([type=checkbox])'); return f && f.value === sent[name]; });
    return same ? page.getElementById('review').dataset.version : null;
  }
  function settle(form, names) {
    if (!form) return;
    names.forEach(name => {
      const field = form.querySelector('[name="' + name + '"]'), box = field && field.closest('.yd-field');
      if (box) { box.classList.remove('is-doubt', 'is-bad'); box.querySelectorAll('[data-doubt]').forEach(d => d.remove()); }
    });
  }
  function wrong(form, said) {
    status(words().kept);
    const fields = said.fields || {}; let shown = false;
    Object.keys(fields).forEach(name => {
      const err = form && (form.querySelector('[data-err="' + name + '"]') || form.querySelector('[data-err="*"]'));
      if (err) { err.textContent = fields[name]; shown = true; const box = err.closest('.yd-field'); if (box) box.classList.add('is-bad'); }
    });
    if (!shown) say('error', said.says);
  }
  function isStale(text) {
    status(words().kept);
    say('warn', text, [
      [words().mine, async () => { const answer = await fetch(location.href, { credentials: 'same-origin' }), page = new DOMParser().parseFromString(await answer.text(), 'text/html'); versionIs(page.getElementById('review').dataset.version); stale = false; await save(); if (!stale) load(location.href); }],
      [words().theirs, () => { stale = false; memory = null; keep(null); load(location.href); }]
    ]);
  }
  function restore() {
    const draft = pending(); if (!draft) return;
    Object.keys(draft.at).forEach(url => {
      const form = root().querySelector('[data-save="' + url + '"]'); if (!form) { delete draft.at[url]; return; }
      /* what the server has already taken (its answer was lost) is not unsaved */
      Object.keys(draft.at[url]).forEach(name => { const f = form.querySelector('[name="' + name + '"]:not([type=checkbox])'); if (f && f.value === draft.at[url][name]) delete draft.at[url][name]; });
      if (!Object.keys(draft.at[url]).length) { delete draft.at[url]; return; }
      Object.keys(draft.at[url]).forEach(name => form.querySelectorAll('[name="' + name + '"]').forEach(field => {
        const value = draft.at[url][name];
        if (field.type === 'checkbox') field.checked = value.includes(field.value); else field.value = value;
      }));
      const row = form.closest('[data-form]'); if (row) row.hidden = false;
    });
    keep(draft);
    if (!pending()) return;
    if (String(draft.version) === root().dataset.version) { say('info', words().restored); timer = setTimeout(save, 400); return; }
    stale = true; isStale(words().restored);
  }

  /* moving without leaving the page */
  async function load(url, push, answer) {
    const tops = {}; ['doc', 'queue'].forEach(id => { tops[id] = document.getElementById(id).scrollTop; });
    const step = root().dataset.step;
    const got = answer || await fetch(url, { credentials: 'same-origin' });
    const page = new DOMParser().parseFromString(await got.text(), 'text/html'), next = page.getElementById('review');
    if (!next) { const message = page.querySelector('.yd-say, .yd-empty, main'); if (got.status >= 400 && message) { say('error', message.textContent.trim()); return false; } location.href = got.url; return false; }
    root().replaceWith(document.importNode(next, true));
    if (step) root().dataset.step = step;
    ['doc', 'queue'].forEach(id => { document.getElementById(id).scrollTop = tops[id]; });
    if (push !== false) history.replaceState(null, '', got.url);
    stale = false; begin(); return true;
  }
  async function leave() { if (saving || pending()) await save(); return !stale && !pending(); }
  async function go(id) { if (await leave()) { if (await load('?item=' + id) && phone()) step('fields'); } }
  async function act(form, submitter) {
    if (!await leave()) return;
    const values = {}; new FormData(form).forEach((v, k) => { if (k !== 'csrfmiddlewaretoken') values[k] = v; });
    if (submitter && submitter.name) values[submitter.name] = submitter.value;
    if ('version' in values) values.version = root().dataset.version;
    const dialog = form.closest('dialog'); if (dialog) dialog.close();
    await load(null, true, await post(form.action, values));
  }
  function click(name) { const b = root().querySelector('form[data-act="' + name + '"] button[type=submit]'); if (b && !b.disabled) b.click(); }
  function step(name) { root().dataset.step = name; root().querySelectorAll('[data-step]').forEach(a => { if (a.dataset.step === name) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); }); scrollTo(0, 0); }

  /* selected words: offsets count characters of the plan's text */
  let picked = null;
  function offset(node, at) {
    const holder = (node.nodeType === 3 ? node.parentNode : node).closest('[data-s]'); if (!holder || !holder.closest('#doc')) return null;
    const before = node.nodeType === 3 ? node.data.slice(0, at) : holder.textContent.slice(0, at ? undefined : 0);
    return +holder.dataset.s + Array.from(before).length;
  }
  function selection() {
    const s = getSelection(); if (!s.rangeCount || s.isCollapsed) return null;
    const r = s.getRangeAt(0), a = offset(r.startContainer, r.startOffset), b = offset(r.endContainer, r.endOffset);
    return a === null || b === null || a >= b ? null : { start: a, end: b };
  }
  async function take(kind) {
    const place = selection() || picked; if (!place) { say('info', words().pick); return; }
    if (!await leave()) return;
    const values = Object.assign(kind === 'target' ? { version: root().dataset.version } : {}, place);
    const answer = await post(kind === 'target' ? root().dataset.target : root().dataset.add, values), said = await told(answer);
    if (!answer.ok) { say(answer.status === 409 ? 'warn' : 'error', said.says); return; }
    picked = null; getSelection().removeAllRanges();
    await load('?item=' + said.item);
  }
  document.addEventListener('selectionchange', () => {
    const place = selection(), tools = root().querySelector('.rv-picked'); if (place) picked = place;
    if (tools) tools.hidden = !place;
  });

  function begin() {
    const current = root().querySelector('#doc .is-current'), doc = document.getElementById('doc'), row = root().querySelector('.yd-queue a[aria-current]'), list = document.getElementById('queue');
    if (current && !phone()) { const top = current.offsetTop - doc.offsetTop; if (top < doc.scrollTop + 40 || top + current.offsetHeight > doc.scrollTop + doc.clientHeight) doc.scrollTop = Math.max(0, top - 180); }
    if (row && !phone()) { const top = row.offsetTop - list.offsetTop; if (top < list.scrollTop + 70 || top + 60 > list.scrollTop + list.clientHeight) list.scrollTop = Math.max(0, top - 120); }
    if (phone() && !root().dataset.step) step('fields');
    restore();
  }

  document.addEventListener('input', e => { if (e.target.closest('[data-save]')) typed(e.target); });
  document.addEventListener('change', e => { if (e.target.closest('[data-save]')) { typed(e.target); if (!stale) save(); } });
  document.addEventListener('submit', e => {
    const form = e.target; if (!form.closest('#review')) return;
    if (form.matches('[data-save]')) { e.preventDefault(); save(); return; }
    if (form.matches('[data-act]')) { e.preventDefault(); act(form, e.submitter); return; }
    if (form.matches('[data-publish]') && pending()) { e.preventDefault(); leave().then(ok => { if (ok) form.submit(); }); }
  });
  document.addEventListener('click', async e => {
    const t = e.target; if (!t.closest('#review')) return;
    let hit;
    if ((hit = t.closest('.yd-queue a'))) { e.preventDefault(); go(hit.dataset.item); return; }
    if ((hit = t.closest('a[data-step]'))) { e.preventDefault(); step(hit.dataset.step); return; }
    if ((hit = t.closest('#doc p[data-item]')) && getSelection().isCollapsed) { const is = [...root().querySelectorAll('.yd-queue a')].some(a => a.dataset.item === hit.dataset.item); if (is && hit.dataset.item !== root().dataset.item) go(hit.dataset.item); else if (is && phone()) step('fields'); return; }
    if ((hit = t.closest('[data-pick]'))) { take(hit.dataset.pick); return; }
    if ((hit = t.closest('[data-open]'))) { const row = root().querySelector('[data-form="' + hit.dataset.open + '"]'); row.hidden = !row.hidden; hit.setAttribute('aria-expanded', String(!row.hidden)); if (!row.hidden) row.querySelector('input:not([type=hidden])').focus(); else if (await leave()) load(location.href); return; }
    if ((hit = t.closest('[data-delete]'))) { const form = hit.closest('form'); if (await leave()) { const a = await post(form.dataset.save, { version: root().dataset.version, delete: '1' }); if (a.ok) load(location.href); else wrong(form, await told(a)); } return; }
    if (t.closest('[data-new-target]')) { if (await leave()) { const a = await post(root().dataset.target, { version: root().dataset.version }), said = await told(a); if (!a.ok) { say('error', said.says); return; } await load(location.href); const open = root().querySelector('[data-open="' + said.target + '"]'); if (open) open.click(); } return; }
    if (t.closest('[data-split]')) { document.getElementById('split').showModal(); return; }
    if (t.closest('[data-close]')) t.closest('dialog').close();
  });
  document.addEventListener('keydown', e => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) || e.target.isContentEditable;
    if (e.key === 'Escape' && typing) { e.target.blur(); return; }
    if (typing || e.altKey || document.querySelector('dialog[open]')) return;
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z' && !e.shiftKey) { e.preventDefault(); click('undo'); return; }
    if (e.ctrlKey || e.metaKey) return;
    if (e.key === 'Enter') { if (!e.target.closest('a, button, summary')) { e.preventDefault(); click('confirm'); } return; }
    const rows = [...root().querySelectorAll('.yd-queue a')], at = rows.findIndex(a => a.hasAttribute('aria-current'));
    switch (e.key.toLowerCase()) {
      case 'j': if (rows[at + 1]) go(rows[at + 1].dataset.item); break;
      case 'k': if (rows[at - 1]) go(rows[at - 1].dataset.item); break;
      case 'e': { const f = document.getElementById('f-title'); if (f) { e.preventDefault(); f.focus(); } break; }
      case 's': { const b = root().querySelector('[data-split]'); if (b && !b.disabled) b.click(); break; }
      case 'm': click('merge'); break;
      case 'n': click('no-task'); break;
      case 't': take('target'); break;
      case '?': document.getElementById('keys').showModal(); break;
      default: return;
    }
  });
  addEventListener('beforeunload', e => { if (saving || pending()) { e.preventDefault(); e.returnValue = ''; } });
  begin();
})();
