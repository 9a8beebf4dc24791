/* Yaodian 要点: charts ({% chart %} writes the figure, parts/charts.html loads this file after ECharts). A chart is
   <figure class="yd-chart"> figcaption (one sentence) · div.yd-canvas[data-chart] · script[type="application/json"] · details > table </figure>.
   Points by kind (all lists as long as x, null for nothing):
     path  {x, plan, actual, lo?, mid?, hi?, max?, min?, step?, unit, today?, due?, planLabel?, actLabel?, midLabel?}
     hist  {x, y, name, cut?, cutLabel?, below?}   (bars from `cut` on are bad, with `below` those before it)
     trend {x, y, name, lim?, limLabel?, max?, min?, step?, u?}
     fall  {x, y, off, sign, lab, from?}      (`from`: where the axis begins)
     multiples {x, names, s: [[y..]..], lim?, limLabel?, max, min, u?}   map {outline: GeoJSON, groups: {name: [[east, north, who, text]..]}}
     weeks {x, s: {逾期|红|黄|绿|滞后|预警|正常|未开始|停钟|name: [..]}, max?, plain?}
   No inline styles, tooltips as rich text: works under a strict CSP. */
(function () {
  'use strict';
  const css = getComputedStyle(document.documentElement), v = n => css.getPropertyValue('--yd-' + n).trim();
  const C = { ink: v('ink'), ink2: v('ink-2'), ink3: v('ink-3'), line: v('line'), line2: v('line-2'), acc: v('accent'), wash: v('accent-wash'),
    green: v('green'), yellow: v('yellow'), red: v('red'), over: v('over'), done: v('done'), idle: v('idle'), paper: v('paper') };
  const phone = () => innerWidth < 768, fs = () => phone() ? 13 : 12, font = css.getPropertyValue('--yd-font').trim();
  const theme = {
    color: [C.acc, C.idle, C.done, '#8c6a1d'], textStyle: { fontFamily: font, color: C.ink2 },
    categoryAxis: { axisLine: { lineStyle: { color: C.line } }, axisTick: { show: false }, axisLabel: { color: C.ink2 }, splitLine: { show: false } },
    valueAxis: { axisLine: { show: false }, axisLabel: { color: C.ink2 }, splitLine: { lineStyle: { color: C.line2 } } },
    line: { symbolSize: 7, lineStyle: { width: 2 } }
  };
  const tip = { trigger: 'axis', renderMode: 'richText', backgroundColor: C.paper, borderColor: C.line, borderWidth: 1, padding: [6, 10], textStyle: { color: C.ink, fontSize: 12 }, axisPointer: { lineStyle: { color: C.idle } } };
  const base = o => Object.assign({ animation: false, textStyle: { fontFamily: font, fontSize: fs() }, grid: { left: 8, right: 16, top: 28, bottom: 4, containLabel: true }, tooltip: tip }, o);
  const ax = o => Object.assign({ axisLabel: { fontSize: fs(), color: C.ink2, hideOverlap: true } }, o);
  const lab = (color, o) => Object.assign({ show: true, color: color || C.ink, fontSize: fs(), fontFamily: font }, o);
  const last = a => { let i = a.length - 1; while (i >= 0 && a[i] == null) i--; return i; };
  const num = v => Number(v).toLocaleString('en-US', { maximumFractionDigits: 6 });
  const limit = d => d.lim == null ? undefined : { symbol: 'none', silent: true, lineStyle: { color: C.ink3, type: [6, 4] }, label: { formatter: d.limLabel, color: C.ink2, fontSize: fs(), position: 'insideStartTop' }, data: [{ yAxis: d.lim }] };
  const bounds = geo => { const all = []; (function walk(a) { if (typeof a[0] === 'number') all.push(a); else a.forEach(walk); })(geo.features.map(f => f.geometry.coordinates)); const x = all.map(p => p[0]), y = all.map(p => p[1]); return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)]; };
  const SMALL = 84, columns = el => Math.max(2, Math.min(6, Math.floor(el.clientWidth / 170)));
  const heights = { multiples: (d, el) => Math.ceil(d.names.length / columns(el)) * SMALL };  /* px, of kinds whose height is their content's */
  const kinds = {
    /* 计划路径(虚线)、实际(实线)、预测(带)、时限 */
    path(d) {
      const li = last(d.actual), n = d.x.length, s = [];
      if (d.hi) {
        s.push({ name: '带下', type: 'line', data: d.lo, stack: 'b', lineStyle: { opacity: 0 }, symbol: 'none', silent: true, tooltip: { show: false } });
        s.push({ name: '带宽', type: 'line', data: d.hi.map((h, i) => h == null ? null : h - d.lo[i]), stack: 'b', lineStyle: { opacity: 0 }, symbol: 'none', silent: true, areaStyle: { color: C.acc, opacity: .13 }, tooltip: { show: false } });
        const f = d.mid.slice(); s.push({ name: '照此进度', type: 'line', data: f, symbol: 'none', lineStyle: { type: [2, 3], width: 2, color: C.acc }, endLabel: lab(C.acc, { formatter: d.midLabel || '照此进度 {c}', distance: 6 }) });
      }
      s.push({ name: '计划路径', type: 'line', data: d.plan, symbol: 'circle', symbolSize: 4, itemStyle: { color: C.ink3 }, lineStyle: { type: [6, 4], width: 1.5, color: C.ink3 }, endLabel: lab(C.ink2, { formatter: d.planLabel || '计划 {c}', distance: 6 }) });
      const A = d.actual.slice(); s.push({ name: '实际', type: 'line', data: A.map((y, i) => i === li ? { value: y, symbolSize: 10, label: lab(C.acc, { formatter: (d.actLabel || '实际 {c}'), position: 'bottom', distance: 8, fontWeight: 600, fontSize: 13 }) } : y), symbol: 'circle', symbolSize: 5, lineStyle: { width: 2.5, color: C.acc }, itemStyle: { color: C.acc },
        markLine: { symbol: 'none', silent: true, lineStyle: { color: C.idle, type: 'solid', width: 1 }, label: { color: C.ink2, fontSize: fs(), formatter: '{b}' }, data: [{ name: d.today || '今天', xAxis: li }].concat(d.due != null ? [{ name: '时限', xAxis: d.due, lineStyle: { color: C.over, type: 'solid' }, label: { color: C.over } }] : []) } });
      return base({ grid: { left: 4, right: phone() ? 82 : 84, top: 26, bottom: 2, containLabel: true }, xAxis: ax({ type: 'category', data: d.x, boundaryGap: false }), yAxis: ax({ type: 'value', max: d.max, min: d.min || 0, interval: d.step, name: d.unit, nameTextStyle: { color: C.ink3, fontSize: fs(), align: 'right', padding: [0, 4, 0, 0] }, nameGap: 10 }), series: s });
    },
    /* 分布与界线 */
    hist(d) {
      const many = d.x.length > 8 || d.x.some(n => String(n).length > 7), bad = i => d.cut != null && (d.below ? i < d.cut : i >= d.cut);
      const line = d.cut != null && d.cutLabel ? [{ type: 'line', xAxisIndex: 1, data: [[d.cut, 0]], symbol: 'none', silent: true, tooltip: { show: false }, markLine: { symbol: 'none', silent: true, lineStyle: { color: C.ink, type: 'solid', width: 1 }, label: { formatter: d.cutLabel, color: C.ink, fontSize: fs(), position: 'end' }, data: [{ xAxis: d.cut }] } }] : [];
      return base({ grid: { left: 4, right: 8, top: 30, bottom: 2, containLabel: true }, xAxis: [ax({ type: 'category', data: d.x, axisLabel: { interval: 0, fontSize: fs(), rotate: phone() || many ? 45 : 0, color: C.ink2 } }), { type: 'value', min: 0, max: d.x.length, show: false }], yAxis: ax({ type: 'value', show: false }),
        series: line.concat([{ type: 'bar', name: d.name, barCategoryGap: '12%', barMaxWidth: 72, data: d.y.map((y, i) => ({ value: y, itemStyle: { color: bad(i) ? C.red : '#8fb0ca', decal: bad(i) ? { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -.78, color: 'rgba(255,255,255,.45)' } : null } })), label: lab(C.ink2, { position: 'top', distance: 3 }) }]) });
    },
    trend(d) {
      return base({ grid: { left: 4, right: phone() ? 20 : 28, top: 24, bottom: 2, containLabel: true }, xAxis: ax({ type: 'category', data: d.x, boundaryGap: true }), yAxis: ax({ type: 'value', min: d.min || 0, max: d.max, interval: d.step, axisLabel: { formatter: '{value}' + (d.u || ''), fontSize: fs(), color: C.ink2 } }),
        series: [{ type: 'line', name: d.name, data: d.y, symbol: 'circle', symbolSize: 6, label: lab(C.acc, { position: 'top', formatter: p => num(p.value) + (d.u || '') }), markLine: limit(d) }] });
    },
    /* 各单位的小图,同一尺度 */
    multiples(d, el) {
      const n = d.names.length, cols = columns(el), rows = Math.ceil(n / cols), wide = 100 / cols, tall = 100 / rows;
      const at = i => ({ left: (i % cols) * wide, top: Math.floor(i / cols) * tall });
      return base({
        title: d.names.map((name, i) => ({ text: name, left: at(i).left + .5 + '%', top: at(i).top + '%', padding: [2, 0], textStyle: { fontSize: fs(), fontWeight: 400, color: C.ink, fontFamily: font, width: el.clientWidth / cols - 14, overflow: 'truncate' } })),
        grid: d.names.map((_, i) => ({ left: at(i).left + .5 + '%', top: at(i).top + 24 / (rows * SMALL) * 100 + '%', width: (el.clientWidth / cols - 68) / el.clientWidth * 100 + '%', height: 44 / (rows * SMALL) * 100 + '%' })),
        xAxis: d.names.map((_, i) => ({ type: 'category', gridIndex: i, data: d.x, axisLabel: { show: false }, axisTick: { show: false }, axisLine: { lineStyle: { color: C.line } }, axisPointer: { label: { show: false } } })),
        yAxis: d.names.map((_, i) => ({ type: 'value', gridIndex: i, min: d.min || 0, max: d.max, show: false })),
        tooltip: Object.assign({}, tip, { trigger: 'item', formatter: p => d.names[p.seriesIndex] + '\n' + p.name + ' ' + num(p.value) + (d.u || '') }),
        series: d.s.map((y, i) => ({ type: 'line', xAxisIndex: i, yAxisIndex: i, name: d.names[i], data: y.map((v, j) => j === last(y) ? { value: v, symbolSize: 7, label: lab(C.acc, { position: 'right', distance: 4, formatter: p => num(p.value) + (d.u || '') }) } : v), symbol: 'circle', symbolSize: 4, itemStyle: { color: C.acc }, lineStyle: { width: 1.5 }, markLine: d.lim == null ? undefined : { symbol: 'none', silent: true, lineStyle: { color: C.ink3, type: [4, 3], width: 1 }, label: { show: false }, data: [{ yAxis: d.lim }] } }))
      });
    },
    /* 学校在县界轮廓上:颜色和形状一起说明 */
    map(d, el) {
      const S = { '达标': ['circle', C.green], '未达标': ['diamond', C.red], '高于全县': ['triangle', C.acc], '不高于全县': ['circle', '#8fb0ca'], '有数': ['circle', C.acc], '未显示': ['rect', C.idle] };
      echarts.registerMap('outline', d.outline);
      const names = Object.keys(d.groups), look = k => S[k] || ['circle', C.acc], [w, s, e, n] = bounds(d.outline), flat = Math.cos((s + n) / 2 * Math.PI / 180);
      const aspect = (e - w) * flat / (n - s), room = [el.clientWidth - 16, el.clientHeight - 40], side = aspect > 1 ? Math.min(room[0], room[1] * aspect) : Math.min(room[1], room[0] / aspect);
      return base({
        legend: { left: 0, top: 0, itemWidth: 12, itemHeight: 12, selectedMode: false, textStyle: { color: C.ink2, fontSize: fs() }, data: names.map(k => ({ name: k, icon: look(k)[0] })) },
        geo: { map: 'outline', roam: false, silent: true, layoutCenter: ['50%', el.clientHeight / 2 + 14], layoutSize: side, aspectScale: flat, itemStyle: { areaColor: '#f4f6f8', borderColor: C.idle, borderWidth: 1 } },
        tooltip: Object.assign({}, tip, { trigger: 'item', formatter: p => p.data.value[2] + '\n' + p.data.value[3] }),
        series: names.map(k => ({ type: 'scatter', coordinateSystem: 'geo', name: k, symbol: look(k)[0], symbolSize: look(k)[0] === 'circle' ? 10 : 13, itemStyle: { color: look(k)[1], borderColor: C.paper, borderWidth: 1 }, data: d.groups[k].map(p => ({ value: p })), label: lab(C.ink2, { show: (k === '未达标' || k === '高于全县') && d.groups[k].length < 9, position: 'right', formatter: p => p.data.value[2] }), labelLayout: { hideOverlap: true } }))
      });
    },
    /* 变化分解:上次 → 增减 → 本次 */
    fall(d, el) {
      return base({ grid: { left: 4, right: 8, top: 24, bottom: 2, containLabel: true }, xAxis: ax({ type: 'category', data: d.x, axisLabel: { interval: 0, fontSize: fs(), color: C.ink2, lineHeight: 17, width: Math.floor((el.clientWidth - 16) / d.x.length) - 4, overflow: 'break' } }), yAxis: ax({ type: 'value', show: false, min: d.from || 0 }), tooltip: { show: false },
        series: [{ type: 'bar', stack: 'a', silent: true, data: d.off, itemStyle: { color: 'transparent' } }, { type: 'bar', stack: 'a', barCategoryGap: '35%', data: d.y.map((y, i) => ({ value: y, itemStyle: { color: i === 0 || i === d.y.length - 1 ? C.acc : d.sign[i] < 0 ? '#9aa7b3' : C.yellow } })), label: lab(C.ink, { position: 'top', formatter: p => d.lab[p.dataIndex] }) }] });
    },
    weeks(d) {
      const S = { '逾期': ['over', 'rect'], '红': ['red', 'diamond'], '黄': ['yellow', 'triangle'], '绿': ['green', 'circle'], '滞后': ['red'], '预警': ['yellow'], '正常': ['green'], '未开始': ['idle'], '停钟': ['line'], '要填': ['acc'], '已代填': ['green'] };
      const tot = d.x.map((_, i) => Object.values(d.s).reduce((a, r) => a + r[i], 0)), ks = Object.keys(d.s);
      return base({ grid: { left: 4, right: 4, top: 24, bottom: 2, containLabel: true }, xAxis: ax({ type: 'category', data: d.x, axisLabel: { interval: 0, fontSize: fs(), color: C.ink2, lineHeight: 17 } }), yAxis: ax({ type: 'value', show: false, max: d.max }),
        series: ks.map((k, j) => ({ type: 'bar', stack: 'w', name: k, data: d.s[k], barCategoryGap: '40%', itemStyle: { color: d.plain ? '#8fb0ca' : C[(S[k] || ['acc'])[0]] }, label: { show: false } })).concat([{ type: 'bar', stack: 'w', silent: true, data: tot.map(() => 0), label: lab(C.ink, { position: 'top', formatter: p => tot[p.dataIndex] || '' }), tooltip: { show: false } }]) });
    }
  };
  const charts = [];
  function lay(c, el, d) {
    const kind = el.dataset.chart;
    if (heights[kind]) { el.style.height = heights[kind](d, el) + 'px'; c.resize(); }
    c.setOption(kinds[kind](d, el), true);
  }
  function draw() {
    echarts.registerTheme('yaodian', theme);
    document.querySelectorAll('.yd-canvas[data-chart]:not([data-drawn])').forEach(el => {
      const d = JSON.parse(el.parentNode.querySelector('script[type="application/json"]').textContent), c = echarts.init(el, 'yaodian', { renderer: 'svg' });
      lay(c, el, d); charts.push([c, el, d]); el.dataset.drawn = '1';
    });
  }
  const fit = () => charts.forEach(([c, el, d]) => { c.resize(); if (heights[el.dataset.chart] || kinds[el.dataset.chart].length > 1) lay(c, el, d); });
  addEventListener('resize', fit);
  addEventListener('beforeprint', fit);
  document.addEventListener('htmx:afterSwap', draw);
  addEventListener('DOMContentLoaded', draw);
})();
