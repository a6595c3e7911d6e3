-- Panel and indicators computed a second time, in SQL, from what generated documents are known to say.
-- Written from the forms and the definitions of the indicators; nothing here is read from the vocabulary of series.
--
-- Given: doc, cell and figure (the truth), seen_report, seen_cell, seen_figure and seen_refusal (whether the reader has a number,
-- never which), seen_finding (the cells that an error or a warning names), seen_beside (tables with numbers that no cell has), span (the register of regions by year).

-- 1. Cells: the number that the document decides, where the reader has one.

CREATE TABLE number AS
SELECT s.report_id, s.tbl, s.cell,
       CASE WHEN s.has_value THEN t.value WHEN s.is_derived THEN coalesce(t.drawn, t.value) END AS n,
       CASE WHEN NOT s.has_value OR s.tbl <> 'proactive' THEN 0
            WHEN t.printed LIKE '%亿%' OR t.printed LIKE '%万件%' OR t.printed LIKE '%万项%' OR t.printed LIKE '%万个%'
                 OR t.printed LIKE '%万起%' OR t.printed LIKE '%万宗%'
            THEN 0.5 * 10 ** (4 - length(regexp_extract(t.printed, '\.(\d+)', 1))) ELSE 0 END::DECIMAL(28, 4) AS half,
       false AS is_least,
       CASE WHEN s.is_derived THEN 'derived' WHEN s.has_value THEN 'reported' ELSE s.status END AS told
FROM seen_cell s LEFT JOIN cell t USING (report_id, tbl, cell)
UNION ALL
SELECT s.report_id, 'narrative', s.indicator, CASE WHEN s.numbers = 1 THEN t.value END, s.width, s.is_least,
       CASE WHEN s.numbers > 1 THEN 'ambiguous' ELSE 'reported' END
FROM seen_figure s LEFT JOIN figure t USING (report_id, indicator);

CREATE TABLE known AS
SELECT report_id, tbl, cell, n, CASE WHEN n IS NULL AND told IN ('reported', 'derived') THEN 'lost'
                                     WHEN told = 'reported' AND half > 0 THEN 'rounded' ELSE told END AS told,
       CASE WHEN is_least THEN n ELSE greatest(n - half, 0) END AS low, n + half AS high  -- 200余: 200 and more, not less
FROM number;

-- 2. The arithmetic that the form implies: a total and its parts.

CREATE TABLE rule (name VARCHAR, forms VARCHAR, tbl VARCHAR, total VARCHAR, part VARCHAR);
INSERT INTO rule VALUES
    ('new', 'CD', 'requests', 'new|total', 'new|natural_person'), ('new', 'CD', 'requests', 'new|total', 'new|org\_%'),
    ('results', 'CD', 'requests', 'result_total|total', 'granted|total'),
    ('results', 'CD', 'requests', 'result_total|total', 'partially\_granted|total'),
    ('results', 'CD', 'requests', 'result_total|total', 'denied\_%|total'),
    ('results', 'CD', 'requests', 'result_total|total', 'unable\_%|total'),
    ('results', 'CD', 'requests', 'result_total|total', 'not\_processed\_%|total'),
    ('results', 'CD', 'requests', 'result_total|total', 'other%|total'),
    ('received', 'B', 'statistics', 'req_received', 'req\_in\_person'), ('received', 'B', 'statistics', 'req_received', 'req\_fax'),
    ('received', 'B', 'statistics', 'req_received', 'req\_network'), ('received', 'B', 'statistics', 'req_received', 'req\_letter'),
    ('closed', 'B', 'statistics', 'req_closed', 'req\_closed\_%'),
    ('replies', 'B', 'statistics', 'reply_total', 'reply\_already\_public'), ('replies', 'B', 'statistics', 'reply_total', 'reply\_granted'),
    ('replies', 'B', 'statistics', 'reply_total', 'reply\_partial'), ('replies', 'B', 'statistics', 'reply_total', 'reply\_refused'),
    ('replies', 'B', 'statistics', 'reply_total', 'reply\_not\_%'), ('replies', 'B', 'statistics', 'reply_total', 'reply\_amend'),
    ('replies', 'B', 'statistics', 'reply_total', 'reply\_other\_route'),
    ('refused', 'B', 'statistics', 'reply_refused', 'ref\_%'),
    ('staff', 'B', 'statistics', 'staff_total', 'staff\_full'), ('staff', 'B', 'statistics', 'staff_total', 'staff\_part');
INSERT INTO rule
SELECT channel, 'CD', 'review_litigation', channel || '|total', channel || '|' || outcome
FROM (VALUES ('review'), ('litigation_direct'), ('litigation_after_review')) c(channel), (VALUES ('upheld'), ('corrected'), ('other'), ('pending')) o(outcome);
INSERT INTO rule
SELECT kind, 'B', 'statistics', kind || '_total', kind || '\_' || outcome
FROM (VALUES ('review'), ('litigation')) c(kind), (VALUES ('upheld'), ('corrected'), ('other')) o(outcome);

CREATE TABLE member AS  -- every cell of every rule, of every report
SELECT r.name, d.report_id, k.tbl, k.cell, k.cell = r.total AS is_total, k.n IS NOT NULL AS is_known, k.told,
       coalesce(k.low, 0) AS low, coalesce(k.high, 0) AS high
FROM (SELECT DISTINCT name, forms, tbl, total FROM rule) r
JOIN seen_report d ON contains(r.forms, d.form)
JOIN known k ON k.report_id = d.report_id AND k.tbl = r.tbl
WHERE k.cell = r.total OR EXISTS (FROM rule p WHERE p.name = r.name AND p.forms = r.forms AND k.cell LIKE p.part ESCAPE '\');

CREATE TABLE sums AS
SELECT name, report_id, tbl, count(*) FILTER (NOT is_known) AS unknown, bool_or(told = 'lost') AS has_lost,
       bool_or(NOT is_known AND told IN ('unreadable', 'ambiguous')) AS has_unclear, coalesce(bool_and(is_known) FILTER (NOT is_total), true) AND bool_or(is_total AND is_known) AS parts_complete, bool_or(is_total AND is_known) AS has_total,
       sum(low) FILTER (is_total) AS total_low, sum(high) FILTER (is_total) AS total_high,
       coalesce(sum(low) FILTER (NOT is_total), 0) AS parts_low, coalesce(sum(high) FILTER (NOT is_total), 0) AS parts_high
FROM member GROUP BY ALL;

CREATE TABLE broken AS
SELECT name, report_id FROM sums WHERE (parts_complete AND total_low > parts_high) OR (has_total AND total_high < parts_low)
UNION ALL  -- 第一项加第二项之和,等于第三项加第四项之和: printed on the form, and broken in some reports
SELECT 'balance', report_id
FROM (SELECT report_id, count(n) FILTER (is_in) = 2 AS has_in, count(n) FILTER (NOT is_in) = 2 AS has_out,
             count(n) = 3 AS has_all_but_one, bool_or(told = 'lost') AS has_lost,
             coalesce(sum(n) FILTER (is_in), 0) AS ins, coalesce(sum(n) FILTER (NOT is_in), 0) AS outs
      FROM (SELECT *, cell IN ('new|total', 'carried_in|total') AS is_in FROM known
            WHERE tbl = 'requests' AND cell IN ('new|total', 'carried_in|total', 'result_total|total', 'carried_out|total'))
      GROUP BY report_id)
WHERE (has_in AND ins < outs) OR (has_out AND outs < ins)
   OR (NOT has_lost AND ((has_in AND NOT has_out) OR (has_out AND NOT has_in)) AND (has_all_but_one OR ins = outs))  -- as below
UNION ALL  -- one number is left for a cell, or zero for several, and the facts derive none: something they know contradicts it
SELECT name, report_id FROM sums
WHERE NOT has_lost AND ((NOT has_total AND unknown = 1 AND parts_low = parts_high) OR
      (has_total AND unknown > 0 AND total_high - parts_low = greatest(CASE WHEN unknown = 1 THEN total_low - parts_high ELSE 0 END, 0)))
UNION ALL  -- refusals left blank: their reasons say more than the total of the replies leaves for them
SELECT unnest(['refused', 'replies']), r.report_id
FROM sums r JOIN sums a ON a.report_id = r.report_id AND r.name = 'refused' AND a.name = 'replies'
WHERE NOT r.has_total AND a.has_total AND a.total_high >= a.parts_low AND r.parts_low > a.total_high - a.parts_low;

CREATE TABLE doubtful AS  -- rules of which nothing follows: broken, or sharing a cell with one that is
SELECT name, report_id FROM broken
UNION SELECT n.other, b.report_id FROM broken b
JOIN (VALUES ('balance', 'new'), ('balance', 'results'), ('new', 'balance'), ('results', 'balance'), ('replies', 'refused'), ('refused', 'replies')) n(name, other)
    USING (name);

CREATE TABLE trusted AS  -- of a cell that is printed and not read the digits say something; what stands beside the form may be counted in its totals
FROM sums WHERE (name, report_id) NOT IN (SELECT (name, report_id) FROM doubtful)
  AND NOT has_unclear AND (report_id, tbl) NOT IN (SELECT (report_id, tbl) FROM seen_beside WHERE tbl IS NOT NULL);

CREATE TABLE bounded AS  -- the most that is left for a part without a number, the least that a total without one must be
SELECT k.report_id, k.tbl, k.cell, k.n, k.told,
       coalesce(k.low, greatest(0, max(t.parts_low) FILTER (m.is_total)), 0) AS low,
       coalesce(k.high, min(t.total_high - t.parts_low) FILTER (NOT m.is_total AND t.has_total AND t.total_high >= t.parts_low)) AS high
FROM known k
LEFT JOIN member m ON (m.report_id, m.tbl, m.cell) = (k.report_id, k.tbl, k.cell) AND k.n IS NULL
LEFT JOIN trusted t ON (t.name, t.report_id) = (m.name, m.report_id)
GROUP BY k.report_id, k.tbl, k.cell, k.n, k.told, k.low, k.high;

-- 3. Series, form by form (the table of correspondences between the generations).

CREATE TABLE part (series VARCHAR, forms VARCHAR, tbl VARCHAR, cell VARCHAR, factor INTEGER DEFAULT 1);
INSERT INTO part (series, forms, tbl, cell) VALUES
    ('requests_received', 'A', 'narrative', 'requests_received'), ('requests_received', 'B', 'statistics', 'req_received'),
    ('requests_received', 'CD', 'requests', 'new|total'),
    ('requests_carried_in', 'CD', 'requests', 'carried_in|total'), ('requests_carried_out', 'CD', 'requests', 'carried_out|total'),
    ('requests_closed', 'B', 'statistics', 'req_closed'), ('requests_closed', 'CD', 'requests', 'result_total|total'),
    ('granted', 'A', 'narrative', 'requests_granted'), ('granted', 'B', 'statistics', 'reply_already_public'),
    ('granted', 'B', 'statistics', 'reply_granted'), ('granted', 'CD', 'requests', 'granted|total'),
    ('partially_granted', 'A', 'narrative', 'requests_partially_granted'), ('partially_granted', 'B', 'statistics', 'reply_partial'),
    ('partially_granted', 'CD', 'requests', 'partially_granted|total'),
    ('denied', 'A', 'narrative', 'requests_denied'), ('denied', 'B', 'statistics', 'reply_refused'), ('denied', 'CD', 'requests', 'denied\_%|total'),
    ('denied_state_secret', 'B', 'statistics', 'ref_state_secret'), ('denied_law_forbidden', 'B', 'statistics', 'ref_law'),
    ('denied_safety_stability', 'B', 'statistics', 'ref_security'), ('denied_third_party', 'B', 'statistics', 'ref_trade_secret'),
    ('denied_third_party', 'B', 'statistics', 'ref_privacy'),
    ('unable', 'CD', 'requests', 'unable\_%|total'), ('not_processed', 'CD', 'requests', 'not\_processed\_%|total'),
    ('unable_not_held', 'B', 'statistics', 'reply_not_this_body'), ('unable_not_held', 'B', 'statistics', 'reply_not_exist'),
    ('unable_unclear', 'B', 'statistics', 'reply_amend'), ('other_route', 'B', 'statistics', 'reply_other_route'),
    ('other_route', 'CD', 'requests', 'not_processed_petition|total'), ('other_route', 'CD', 'requests', 'denied_admin_query|total'),
    ('other_processing', 'CD', 'requests', 'other%|total'),
    ('replies', 'B', 'statistics', 'reply_total'), ('closed_on_time', 'B', 'statistics', 'req_closed_on_time'),
    ('closed_extended', 'B', 'statistics', 'req_closed_extended'),
    ('refused_not_gov_info', 'B', 'statistics', 'ref_not_gov_info'),
    ('litigation_direct', 'CD', 'review_litigation', 'litigation_direct|total'),
    ('litigation_after_review', 'CD', 'review_litigation', 'litigation_after_review|total'),
    ('litigation_pending', 'CD', 'review_litigation', 'litigation\_%|pending'), ('review_pending', 'CD', 'review_litigation', 'review|pending'),
    ('review_concluded', 'B', 'statistics', 'review_total'), ('review_concluded', 'CD', 'review_litigation', 'review|total'),
    ('litigation_concluded', 'B', 'statistics', 'litigation_total'), ('litigation_concluded', 'CD', 'review_litigation', 'litigation\_%|total'),
    ('rules_made', 'C', 'proactive', 'rules|made_new'), ('rules_made', 'D', 'proactive', 'rules|issued'), ('rules_in_force', 'D', 'proactive', 'rules|in_force'),
    ('normative_issued', 'A', 'narrative', 'normative_docs_issued'), ('normative_issued', 'B', 'statistics', 'normative_issued'),
    ('normative_issued', 'C', 'proactive', 'normative_docs|made_new'), ('normative_issued', 'D', 'proactive', 'normative_docs|issued'),
    ('normative_published', 'B', 'statistics', 'info_normative'), ('normative_published', 'C', 'proactive', 'normative_docs|published_new'),
    ('normative_stock', 'C', 'proactive', 'normative_docs|public_total'), ('normative_stock', 'D', 'proactive', 'normative_docs|in_force'),
    ('other_services_decisions', 'C', 'proactive', 'other_services|decisions'), ('admin_fees_amount', 'D', 'proactive', 'admin_fees|amount'),
    ('procurement_projects', 'C', 'proactive', 'procurement|projects'), ('procurement_amount', 'C', 'proactive', 'procurement|amount'),
    ('request_fees', 'ACD', 'narrative', 'fees_collected'), ('proactive_total', 'ACD', 'narrative', 'proactive_total'),
    ('proactive_total', 'B', 'statistics', 'info_total');
INSERT INTO part VALUES
    ('request_fees', 'B', 'statistics', 'fees', 10000), ('review_concluded', 'CD', 'review_litigation', 'review|pending', -1),
    ('litigation_concluded', 'CD', 'review_litigation', 'litigation\_%|pending', -1);
INSERT INTO part (series, forms, tbl, cell)
SELECT 'requests_by_' || a, 'CD', 'requests', 'new|' || a
FROM (VALUES ('natural_person'), ('org_commercial'), ('org_research'), ('org_public_welfare'), ('org_legal_service'), ('org_other')) x(a)
UNION ALL SELECT 'requests_' || a, 'B', 'statistics', 'req_' || a FROM (VALUES ('in_person'), ('fax'), ('network'), ('letter')) x(a)
UNION ALL SELECT a, 'CD', 'requests', a || '|total'
FROM (VALUES ('denied_state_secret'), ('denied_law_forbidden'), ('denied_safety_stability'), ('denied_third_party'), ('denied_internal_affairs'),
             ('denied_process_info'), ('denied_enforcement_file'), ('denied_admin_query'), ('unable_not_held'), ('unable_needs_creation'), ('unable_unclear'),
             ('not_processed_petition'), ('not_processed_repeat'), ('not_processed_publication'), ('not_processed_mass'), ('not_processed_confirm')) x(a)
UNION ALL SELECT 'review_' || a, 'A', 'narrative', 'review_' || a FROM (VALUES ('total'), ('upheld'), ('corrected')) x(a)
UNION ALL SELECT 'review_' || a, 'B', 'statistics', 'review_' || a FROM (VALUES ('total'), ('upheld'), ('corrected'), ('other')) x(a)
UNION ALL SELECT 'review_' || a, 'CD', 'review_litigation', 'review|' || a FROM (VALUES ('total'), ('upheld'), ('corrected'), ('other')) x(a)
UNION ALL SELECT 'litigation_' || a, 'A', 'narrative', 'litigation_' || a FROM (VALUES ('total'), ('upheld'), ('corrected')) x(a)
UNION ALL SELECT 'litigation_' || a, 'B', 'statistics', 'litigation_' || a FROM (VALUES ('total'), ('upheld'), ('corrected'), ('other')) x(a)
UNION ALL SELECT 'litigation_' || a, 'CD', 'review_litigation', 'litigation\_%|' || a FROM (VALUES ('total'), ('upheld'), ('corrected'), ('other')) x(a)
UNION ALL SELECT a || '_decisions', 'CD', 'proactive', a || '|decisions' FROM (VALUES ('licensing'), ('penalty'), ('coercion')) x(a)
UNION ALL SELECT a || '_items', 'C', 'proactive', a || '|prev_year_items'
FROM (VALUES ('licensing'), ('other_services'), ('penalty'), ('coercion'), ('admin_fees')) x(a)
UNION ALL SELECT 'channel_' || a, 'ACD', 'narrative', 'channel_' || a FROM (VALUES ('gazette'), ('website'), ('weibo'), ('wechat'), ('other')) x(a)
UNION ALL SELECT 'channel_' || a, 'B', 'statistics', 'ch_' || a FROM (VALUES ('gazette'), ('website'), ('weibo'), ('wechat'), ('other')) x(a)
UNION ALL SELECT a, 'B', 'statistics', a
FROM (VALUES ('hot_responses'), ('press'), ('press_head'), ('interview'), ('interview_head'), ('articles'), ('weibo_wechat_responses'), ('other_responses'),
             ('complaints'), ('bodies'), ('reading_points'), ('staff_total'), ('staff_full'), ('staff_part'), ('budget'), ('meetings'), ('trainings'), ('trainees')) x(a);

CREATE TABLE badness AS
SELECT unnest(['reported', 'rounded', 'derived', 'not_applicable', 'dash', 'blank', 'absent', 'unreadable', 'ambiguous', 'below_zero', 'lost']) AS told, unnest(range(11)) AS bad;

CREATE TABLE term AS  -- a figure that no sentence states has no row among what was seen: it is absent
SELECT p.series, d.report_id, p.factor, p.tbl, coalesce(b.cell, p.cell) AS cell, b.n, coalesce(b.low, 0) AS low, b.high, coalesce(b.told, 'absent') AS told
FROM seen_report d JOIN part p ON contains(p.forms, d.form)
LEFT JOIN bounded b ON b.report_id = d.report_id AND b.tbl = p.tbl AND b.cell LIKE p.cell ESCAPE '\';

CREATE TABLE in_doubt AS
SELECT t.series, t.report_id FROM term t SEMI JOIN seen_finding USING (report_id, tbl, cell) GROUP BY ALL;

CREATE TABLE summed AS
SELECT series, report_id, count(*) AS terms, min(factor) = 1 AND max(factor) = 1 AS is_plain, count(n) = count(*) AS has_value, sum(factor * n) AS n,
       greatest(0, sum(CASE WHEN factor > 0 THEN factor * low ELSE factor * high END)) AS low,
       CASE WHEN count(high) = count(*) THEN sum(CASE WHEN factor > 0 THEN factor * high ELSE factor * low END) END AS most, most < 0 AS is_below,
       CASE WHEN most >= 0 THEN most END AS high, max(bad) AS bad, bool_or(told = 'lost') AS is_lost
FROM term LEFT JOIN badness USING (told) GROUP BY ALL;

CREATE TABLE rest AS  -- what a total leaves for some of its parts together
SELECT s.series, s.report_id, any_value(t.total_high) - coalesce(sum(m.low) FILTER (NOT own AND m.is_known), 0) AS most,
       CASE WHEN bool_and(own OR m.is_known) THEN any_value(t.total_low) - coalesce(sum(m.high) FILTER (NOT own), 0) END AS least
FROM summed s
JOIN member m ON m.report_id = s.report_id AND NOT m.is_total
JOIN trusted t ON t.name = m.name AND t.report_id = m.report_id AND t.has_total
CROSS JOIN LATERAL (SELECT EXISTS (FROM term x WHERE x.series = s.series AND x.report_id = s.report_id AND x.tbl = m.tbl AND x.cell = m.cell) AS own)
WHERE s.is_plain AND NOT s.has_value
GROUP BY s.series, s.report_id, m.name
HAVING count(*) FILTER (own) = any_value(s.terms) AND count(*) > any_value(s.terms);

CREATE TABLE tight AS
SELECT s.series, s.report_id, s.has_value AND NOT coalesce(s.is_below, false) AS has_value, coalesce(s.is_below, false) AS is_below, greatest(s.n, 0) AS n, s.bad, s.is_lost, greatest(s.low, r.least) AS low, least(s.high, r.most) AS high
FROM summed s LEFT JOIN rest r ON r.series = s.series AND r.report_id = s.report_id AND r.most >= s.low;

CREATE TABLE measured AS
SELECT series, report_id, is_lost,
       CASE WHEN has_value THEN n END AS n,
       CASE WHEN high IS NOT NULL THEN low END AS low, high,
       CASE WHEN is_below THEN 'below_zero' ELSE (SELECT told FROM badness b WHERE b.bad = tight.bad) END AS status
FROM tight;

-- 4. Areas over the years, and the report that stands for each.

CREATE TABLE valid AS
SELECT s.*, y AS report_year FROM span s, range(2008, 2026) r(y) WHERE y BETWEEN s.valid_from_year AND coalesce(s.valid_to_year, 9999);

CREATE TABLE ended AS
SELECT code, report_year AS y, unnest(string_split(successor_codes, ';')) AS heir, len(string_split(successor_codes, ';')) AS heirs
FROM valid WHERE report_year = valid_to_year AND successor_codes <> '';

CREATE TABLE follows AS  -- code in a year -> code in the year after, while the area stays the same
WITH step AS (
    SELECT v.code, v.report_year AS y, v.valid_from_year, CASE WHEN v.valid_to_year IS DISTINCT FROM v.report_year THEN v.code
                                         ELSE (SELECT any_value(heir) FROM ended e WHERE e.code = v.code AND e.y = v.report_year AND e.heirs = 1) END AS heir
    FROM valid v)
SELECT code, y, heir FROM step s
WHERE heir IS NOT NULL
  AND NOT EXISTS (FROM ended e WHERE e.y = s.y AND e.heir = s.heir AND e.code <> s.code)
  AND (heir = code OR NOT EXISTS (FROM valid o WHERE o.code = s.heir AND o.report_year = s.y));

CREATE TABLE area AS
WITH RECURSIVE walk AS (
    SELECT code, report_year AS y, code || '@' || report_year AS area FROM valid v
    WHERE NOT EXISTS (FROM follows f WHERE f.heir = v.code AND f.y = v.report_year - 1)
    UNION ALL SELECT f.heir, w.y + 1, w.area FROM walk w JOIN follows f ON f.code = w.code AND f.y = w.y WHERE w.y < 2025)
FROM walk;

CREATE TABLE standing AS  -- one report of each region and year in this corpus, if it is of the government and not of its office alone
SELECT region_code, report_year, report_id, form, CASE scope WHEN 'area_sum' THEN 'stated' ELSE 'assumed' END AS basis
FROM doc JOIN seen_report USING (report_id) WHERE issuer_kind = 'government' AND scope IN ('area_sum', 'unknown');

CREATE TABLE documented AS SELECT region_code, report_year FROM doc JOIN seen_report USING (report_id) UNION FROM seen_refusal;

CREATE TABLE place AS
SELECT a.code AS region_code, a.y AS report_year, a.area, s.report_id, s.form, s.basis,
       CASE WHEN s.report_id IS NOT NULL THEN NULL WHEN (a.code, a.y) IN (SELECT (region_code, report_year) FROM doc JOIN seen_report USING (report_id)) THEN 'other_scope'
            WHEN (a.code, a.y) IN (SELECT (region_code, report_year) FROM seen_refusal) THEN 'refused' ELSE 'no_report' END AS gap
FROM area a LEFT JOIN standing s ON s.region_code = a.code AND s.report_year = a.y
WHERE a.area IN (SELECT x.area FROM area x JOIN documented d ON d.region_code = x.code AND d.report_year = x.y)
  AND a.y BETWEEN (SELECT min(report_year) FROM documented) AND (SELECT max(report_year) FROM documented);

CREATE TABLE before AS  -- the year before of the same area, else of the same code
SELECT p.region_code, p.report_year, coalesce(a.region_code, c.region_code) AS old_code, a.region_code IS NOT NULL AS same_area
FROM place p
LEFT JOIN place a ON a.area = p.area AND a.report_year = p.report_year - 1
LEFT JOIN place c ON c.region_code = p.region_code AND c.report_year = p.report_year - 1;

-- 5. Where a series breaks: between 2013 and 2014, 2018 and 2019, 2020 and 2021.

CREATE TABLE seam (series VARCHAR, border VARCHAR, mark VARCHAR);
INSERT INTO seam SELECT s, 'AB', 'break' FROM (SELECT unnest(['requests_received', 'granted', 'partially_granted', 'denied', 'review_total', 'review_upheld',
    'review_corrected', 'litigation_total', 'litigation_upheld', 'litigation_corrected', 'normative_issued', 'request_fees', 'proactive_total', 'channel_gazette',
    'channel_website', 'channel_weibo', 'channel_wechat', 'channel_other']) AS s);
INSERT INTO seam SELECT s, 'BC', 'break' FROM (SELECT unnest(['requests_received', 'requests_closed', 'granted', 'partially_granted', 'denied_third_party',
    'unable_not_held', 'review_total', 'review_upheld', 'review_corrected', 'review_other', 'review_concluded', 'litigation_other', 'litigation_total', 'litigation_upheld', 'litigation_corrected',
    'litigation_concluded', 'normative_issued', 'normative_published', 'proactive_total', 'channel_gazette', 'channel_website', 'channel_weibo', 'channel_wechat',
    'channel_other']) AS s);
INSERT INTO seam SELECT s, 'BC', 'no' FROM (SELECT unnest(['denied', 'denied_law_forbidden', 'unable_unclear', 'other_route', 'request_fees']) AS s);
INSERT INTO seam SELECT s, 'CD', 'break' FROM (SELECT unnest(['normative_issued', 'licensing_decisions', 'penalty_decisions', 'coercion_decisions']) AS s);
INSERT INTO seam VALUES ('normative_stock', 'CD', 'no'), ('request_fees', 'CD', 'no');

CREATE TABLE pair AS SELECT x || y AS forms, least(x, y) AS a, greatest(x, y) AS b FROM (VALUES ('A'), ('B'), ('C'), ('D')) p(x), (VALUES ('A'), ('B'), ('C'), ('D')) q(y);
CREATE TABLE crossing AS  -- every series, every two forms: the worst border between them
SELECT s.series, p.forms,
       CASE WHEN NOT (contains(s.all_forms, p.a) AND contains(s.all_forms, p.b)) THEN 'no'
            WHEN bool_or(m.mark = 'no') THEN 'no' WHEN bool_or(m.mark = 'break') THEN 'break' ELSE 'same' END AS mark
FROM (SELECT series, string_agg(forms, '') AS all_forms FROM part GROUP BY series) s CROSS JOIN pair p
LEFT JOIN seam m ON m.series = s.series AND m.border[1] >= p.a AND m.border[2] <= p.b
GROUP BY s.series, p.forms, s.all_forms, p.a, p.b;

-- 6. The panel.

CREATE MACRO form_of(y) AS CASE WHEN y < 2014 THEN 'A' WHEN y < 2019 THEN 'B' WHEN y < 2021 THEN 'C' ELSE 'D' END;

CREATE TABLE cellwise AS  -- prose in a year that has tables does not give what they ask for
SELECT p.region_code, p.report_year, s.series, m.n AS value, m.low, m.high,
       coalesce(p.gap, m.status, CASE WHEN p.form = 'A' AND EXISTS (FROM part x WHERE x.series = s.series AND contains(x.forms, form_of(p.report_year)))
                                      THEN 'absent' ELSE 'not_in_form' END) AS status,
       p.form, p.basis, p.report_id, coalesce(m.is_lost, false) AS is_lost, (s.series, p.report_id) IN (SELECT (series, report_id) FROM in_doubt) AS in_doubt
FROM place p CROSS JOIN (SELECT DISTINCT series FROM part) s LEFT JOIN measured m ON m.series = s.series AND m.report_id = p.report_id;

CREATE TABLE expected_panel AS
SELECT n.* REPLACE (n.is_lost OR coalesce(o.is_lost, false) AS is_lost), CASE WHEN n.value IS NULL AND n.high IS NULL THEN NULL
                 WHEN o.value IS NULL AND o.high IS NULL THEN 'not_comparable' WHEN x.mark = 'no' THEN 'not_comparable'
                 WHEN NOT b.same_area OR o.basis <> n.basis OR x.mark = 'break' THEN 'break'
                 WHEN n.low < n.high OR o.low < o.high THEN 'bounded' ELSE 'same' END AS mark,
       CASE WHEN n.value IS NULL AND n.high IS NULL THEN NULL WHEN o.value IS NULL AND o.high IS NULL THEN 'no_number_before'
            WHEN x.mark IN ('no', 'break') THEN 'definition' WHEN NOT b.same_area THEN 'area' WHEN o.basis <> n.basis THEN 'scope'
            WHEN n.low < n.high OR o.low < o.high THEN 'interval' END AS reason
FROM cellwise n JOIN before b USING (region_code, report_year)
LEFT JOIN cellwise o ON o.region_code = b.old_code AND o.report_year = n.report_year - 1 AND o.series = n.series
LEFT JOIN crossing x ON x.series = n.series AND x.forms = o.form || n.form;

-- 7. The indicators.

CREATE TABLE formula (indicator VARCHAR, forms VARCHAR, is_top BOOLEAN, series VARCHAR, is_share BOOLEAN);
INSERT INTO formula VALUES
    ('caseload', 'CD', true, 'requests_received', NULL), ('caseload', 'CD', true, 'requests_carried_in', NULL),
    ('requests_received', 'BCD', true, 'requests_received', NULL), ('requests_closed', 'BCD', true, 'requests_closed', NULL),
    ('substantive_disclosure_rate', 'CD', true, 'granted', true), ('substantive_disclosure_rate', 'CD', true, 'partially_granted', true),
    ('denied_rate', 'CD', true, 'denied', true), ('unable_rate', 'CD', true, 'unable', true), ('not_processed_rate', 'CD', true, 'not_processed', true),
    ('not_held_share', 'CD', true, 'unable_not_held', true), ('not_held_share', 'CD', false, 'unable', true),
    ('natural_person_share', 'CD', true, 'requests_by_natural_person', true), ('natural_person_share', 'CD', false, 'requests_received', true),
    ('carry_over_rate', 'CD', true, 'requests_carried_out', true), ('carry_over_rate', 'CD', false, 'requests_received', true),
    ('carry_over_rate', 'CD', false, 'requests_carried_in', true),
    ('response_rate', 'CD', true, 'requests_closed', true), ('response_rate', 'CD', false, 'requests_received', true), ('response_rate', 'CD', false, 'requests_carried_in', true),
    ('clearance_ratio', 'CD', true, 'requests_closed', false), ('clearance_ratio', 'CD', false, 'requests_received', false),
    ('dispute_conversion', 'CD', true, 'review_total', false), ('dispute_conversion', 'CD', true, 'litigation_total', false),
    ('dispute_conversion', 'CD', false, 'requests_received', false),
    ('review_correction_rate', 'CD', true, 'review_corrected', true), ('review_correction_rate', 'CD', false, 'review_concluded', true),
    ('litigation_correction_rate', 'CD', true, 'litigation_corrected', true), ('litigation_correction_rate', 'CD', false, 'litigation_concluded', true),
    ('overall_correction_rate', 'CD', true, 'review_corrected', true), ('overall_correction_rate', 'CD', true, 'litigation_corrected', true),
    ('overall_correction_rate', 'CD', false, 'review_concluded', true), ('overall_correction_rate', 'CD', false, 'litigation_concluded', true),
    ('direct_suit_share', 'CD', true, 'litigation_direct', true), ('direct_suit_share', 'CD', false, 'litigation_total', true),
    ('normative_docs_issued', 'BCD', true, 'normative_issued', NULL), ('normative_docs_in_force', 'D', true, 'normative_stock', NULL),
    ('admin_fees_amount', 'D', true, 'admin_fees_amount', NULL), ('procurement_amount', 'C', true, 'procurement_amount', NULL),
    ('licensing_decisions', 'CD', true, 'licensing_decisions', NULL), ('penalty_decisions', 'CD', true, 'penalty_decisions', NULL),
    ('coercion_decisions', 'CD', true, 'coercion_decisions', NULL),
    ('proactive_total', 'ABCD', true, 'proactive_total', NULL), ('channel_gazette', 'ABCD', true, 'channel_gazette', NULL),
    ('channel_website', 'ABCD', true, 'channel_website', NULL), ('channel_weibo', 'ABCD', true, 'channel_weibo', NULL),
    ('channel_wechat', 'ABCD', true, 'channel_wechat', NULL), ('channel_other', 'ABCD', true, 'channel_other', NULL);
INSERT INTO formula SELECT indicator, 'CD', false, 'requests_closed', true
FROM (VALUES ('substantive_disclosure_rate'), ('denied_rate'), ('unable_rate'), ('not_processed_rate')) x(indicator);

CREATE TABLE order_of_gaps AS
SELECT unnest(['reported', 'rounded', 'derived', 'not_applicable', 'dash', 'blank', 'absent', 'unreadable', 'ambiguous', 'below_zero', 'lost', 'not_in_form', 'other_scope', 'refused', 'no_report']) AS status,
       unnest(range(15)) AS bad;

CREATE TABLE sides_of_all AS
SELECT f.indicator, c.region_code, c.report_year, c.form, c.basis, any_value(f.is_share) AS is_share, bool_or(NOT f.is_top) AS is_rate,
       CASE WHEN count(c.value) FILTER (f.is_top) = count(*) FILTER (f.is_top) THEN sum(c.value) FILTER (f.is_top) END AS top,
       CASE WHEN count(c.high) FILTER (f.is_top) = count(*) FILTER (f.is_top) THEN sum(c.high) FILTER (f.is_top) END AS top_high,
       sum(c.low) FILTER (f.is_top) AS top_low,
       CASE WHEN count(c.value) FILTER (NOT f.is_top) = count(*) FILTER (NOT f.is_top) THEN sum(c.value) FILTER (NOT f.is_top) END AS bottom,
       CASE WHEN count(c.high) FILTER (NOT f.is_top) = count(*) FILTER (NOT f.is_top) THEN sum(c.high) FILTER (NOT f.is_top) END AS bottom_high,
       sum(c.low) FILTER (NOT f.is_top) AS bottom_low, max(o.bad) AS bad, bool_or(c.is_lost) AS is_lost,
       bool_or(c.in_doubt) AS in_doubt, coalesce(bool_or(NOT contains(f.forms, c.form)), false) AS is_foreign
FROM formula f JOIN cellwise c ON c.series = f.series AND (c.form IS NULL OR contains(f.forms, c.form) OR (c.form = 'A' AND contains(f.forms, form_of(c.report_year))))
JOIN order_of_gaps o USING (status)
GROUP BY ALL;

CREATE TABLE sides AS  -- of an indicator that prose does not define, the reason alone
SELECT * REPLACE (CASE WHEN NOT is_foreign THEN top END AS top, CASE WHEN NOT is_foreign THEN top_high END AS top_high,
                  CASE WHEN NOT is_foreign THEN bottom END AS bottom, CASE WHEN NOT is_foreign THEN bottom_high END AS bottom_high,
                  in_doubt AND NOT is_foreign AS in_doubt)
FROM sides_of_all JOIN order_of_gaps USING (bad) WHERE NOT is_foreign OR status NOT IN ('reported', 'rounded', 'derived', 'not_in_form');

CREATE TABLE rated AS
SELECT *, (top IS NOT NULL AND (bottom IS NOT NULL OR NOT is_rate)) AS has_value,
       (top_high IS NOT NULL AND (bottom_high IS NOT NULL OR NOT is_rate)) AS has_bounds,
       (top_low < top_high OR bottom_low < bottom_high) AS is_open,
       CASE WHEN NOT is_rate THEN NULL WHEN is_share AND (top > bottom OR top_low > bottom_high) THEN 'contradictory'
            WHEN coalesce(bottom_low, 0) = 0 THEN 'zero' WHEN bottom_low < 30 THEN 'small' ELSE 'ok' END AS size
FROM sides;

CREATE TABLE quotient AS
SELECT indicator, region_code, report_year, form, basis, is_lost, in_doubt, is_rate, has_value, has_bounds, coalesce(is_open, false) AND has_bounds AS is_open, bad,
       top AS numerator, CASE WHEN is_rate THEN bottom END AS denominator, CASE WHEN has_value OR has_bounds THEN size END AS flag,
       CASE WHEN NOT has_value THEN NULL WHEN NOT is_rate THEN top::DOUBLE WHEN size = 'ok' THEN top::DOUBLE / bottom::DOUBLE END AS value,
       CASE WHEN NOT has_bounds THEN NULL WHEN NOT is_rate THEN top_low::DOUBLE WHEN size = 'ok' THEN top_low::DOUBLE / bottom_high::DOUBLE END AS low,
       CASE WHEN NOT has_bounds THEN NULL WHEN NOT is_rate THEN top_high::DOUBLE
            WHEN size = 'ok' AND is_open AND is_share THEN greatest(least(top_high::DOUBLE / bottom_low::DOUBLE, 1.0), top_low::DOUBLE / bottom_high::DOUBLE)
            WHEN size = 'ok' THEN top_high::DOUBLE / bottom_low::DOUBLE END AS high
FROM rated;

CREATE TABLE expected_indicator AS
SELECT n.indicator, n.region_code, n.report_year, n.numerator, n.denominator, n.value, n.low, n.high, n.flag, n.in_doubt, n.is_lost OR coalesce(o.is_lost, false) AS is_lost,
       (SELECT status FROM order_of_gaps g WHERE g.bad = n.bad) AS status,
       CASE WHEN NOT (n.has_value OR n.has_bounds) THEN NULL
            WHEN NOT coalesce(o.has_value OR o.has_bounds, false) OR x.mark = 'no' THEN 'not_comparable'
            WHEN NOT b.same_area OR o.basis <> n.basis OR x.mark = 'break' THEN 'break'
            WHEN n.is_open OR o.is_open THEN 'bounded' ELSE 'same' END AS mark,
       CASE WHEN NOT (n.has_value OR n.has_bounds) THEN NULL WHEN NOT coalesce(o.has_value OR o.has_bounds, false) THEN 'no_number_before'
            WHEN x.mark IN ('no', 'break') THEN 'definition' WHEN NOT b.same_area THEN 'area' WHEN o.basis <> n.basis THEN 'scope'
            WHEN n.is_open OR o.is_open THEN 'interval' END AS reason
FROM quotient n JOIN before b USING (region_code, report_year)
LEFT JOIN quotient o ON o.region_code = b.old_code AND o.report_year = n.report_year - 1 AND o.indicator = n.indicator
LEFT JOIN (SELECT f.indicator, c.forms, CASE WHEN bool_or(c.mark = 'no') THEN 'no' WHEN bool_or(c.mark = 'break') THEN 'break' ELSE 'same' END AS mark
           FROM formula f JOIN crossing c USING (series) GROUP BY ALL) x ON x.indicator = n.indicator AND x.forms = o.form || n.form;
