/* Yaodian 要点: charts ({% chart %} writes the figure, parts/charts.html loads this file after ECharts). A chart is
   <figure class="yd-chart"> figcaption (one sentence) · div.yd-canvas[data-chart] · script[type="application/json"] · details > table </figure>.
   Points by kind (all lists as long as x, null for nothing):
     path  {x, plan, actual, lo?, mid?, hi?, max?, min?, step?, unit, today?, due?, planLabel?, actLabel?, midLabel?}
     hist  {x, y, cut, cutLabel, name}        trend {x, y, name, lim, limLabel, max?, step?, u?}
     fall  {x, y, off, sign, lab}             weeks {x, s: {逾期|红|黄|绿|滞后|预警|正常|未开始|停钟|name: [..]}, max?, plain?}
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
      return base({ grid: { left: 4, right: 8, top: 30, bottom: 2, containLabel: true }, xAxis: [ax({ type: 'category', data: d.x, axisLabel: { interval: 0, fontSize: fs(), rotate: phone() ? 45 : 0, color: C.ink2 } }), { type: 'value', min: 0, max: d.x.length, show: false }], yAxis: ax({ type: 'value', show: false }),
        series: [{ type: 'line', xAxisIndex: 1, data: [[d.cut, 0]], symbol: 'none', silent: true, tooltip: { show: false }, markLine: { symbol: 'none', silent: true, lineStyle: { color: C.ink, type: 'solid', width: 1 }, label: { formatter: d.cutLabel, color: C.ink, fontSize: fs(), position: 'end' }, data: [{ xAxis: d.cut }] } }, { type: 'bar', name: d.name, barCategoryGap: '12%', data: d.y.map((y, i) => ({ value: y, itemStyle: { color: i >= d.cut ? C.red : '#8fb0ca', decal: i >= d.cut ? { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -.78, color: 'rgba(255,255,255,.45)' } : null } })), label: lab(C.ink2, { position: 'top', distance: 3 }) }] });
    },
    trend(d) {
      const li = last(d.y); return base({ grid: { left: 4, right: phone() ? 20 : 28, top: 24, bottom: 2, containLabel: true }, xAxis: ax({ type: 'category', data: d.x, boundaryGap: true }), yAxis: ax({ type: 'value', min: 0, max: d.max, interval: d.step, axisLabel: { formatter: '{value}' + (d.u || ''), fontSize: fs(), color: C.ink2 } }),
        series: [{ type: 'line', name: d.name, data: d.y, symbol: 'circle', symbolSize: 6, label: lab(C.acc, { position: 'top', formatter: '{c}' + (d.u || '') }), markLine: { symbol: 'none', silent: true, lineStyle: { color: C.ink3, type: [6, 4] }, label: { formatter: d.limLabel, color: C.ink2, fontSize: fs(), position: 'insideStartTop' }, data: [{ yAxis: d.lim }] } }] });
    },
    /* 变化分解:上次 → 增减 → 本次 */
    fall(d) {
      return base({ grid: { left: 4, right: 8, top: 24, bottom: 2, containLabel: true }, xAxis: ax({ type: 'category', data: d.x, axisLabel: { interval: 0, fontSize: fs(), color: C.ink2, lineHeight: 17 } }), yAxis: ax({ type: 'value', show: false, min: 0 }), tooltip: { show: false },
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
  function draw() {
    echarts.registerTheme('yaodian', theme);
    document.querySelectorAll('.yd-canvas[data-chart]:not([data-drawn])').forEach(el => {
      const d = JSON.parse(el.parentNode.querySelector('script[type="application/json"]').textContent), c = echarts.init(el, 'yaodian', { renderer: 'svg' });
      c.setOption(kinds[el.dataset.chart](d)); charts.push([c, el, d]); el.dataset.drawn = '1';
    });
  }
  addEventListener('resize', () => charts.forEach(([c]) => c.resize()));
  addEventListener('beforeprint', () => charts.forEach(([c]) => c.resize()));
  document.addEventListener('htmx:afterSwap', draw);
  addEventListener('DOMContentLoaded', draw);
})();
