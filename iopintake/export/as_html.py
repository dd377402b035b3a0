"""The summary as one HTML page that needs nothing else; Jinja2 escapes every string."""

from __future__ import annotations

from iopintake.packs.model import Pack
from iopintake.summary import Summary

PAGE = """<!doctype html>
<html lang="{{ summary.intake.language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Intake summary</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733; }
h1 { border: 2px solid #1c5d7a; border-width: 2px 0; padding: .6rem 0; font-size: 1.4rem; }
h2 { font-size: 1.1rem; color: #1c5d7a; border-bottom: 1px solid #cdd8df; }
.alert { border-left: 4px solid #a02020; padding-left: .8rem; }
.small { color: #51606d; font-size: .9rem; }
table { border-collapse: collapse; } td { padding: .2rem .8rem .2rem 0; vertical-align: top; }
</style>
</head>
<body>
{% set r = summary.recommendation %}
<h1>{{ r.headline }}</h1>
<p>As of {{ summary.intake.as_of }}. Clinician's review: {{ r.clinician_review | replace("_", " ") }}.
{% if r.locked %}<strong>{{ r.locked }}</strong>{% endif %}</p>
{% if summary.safety.alerts %}<h2>Safety</h2>
{% for alert in summary.safety.alerts %}<p class="alert"><strong>{{ alert.sentence }}</strong><br>{{ alert.step }}</p>
{% endfor %}<ol>{% for step in summary.safety.steps %}<li>{{ step }}</li>{% endfor %}</ol>
<ul>{% for item in summary.safety.resources %}<li>{{ item.title }}: {{ item.how }} {{ item.note }}</li>
{% endfor %}</ul>{% endif %}
{% for title, items in [("Why", r.reasons), ("What speaks against it, or is missing", r.against)] if items %}
<h2>{{ title }}</h2><ul>
{% for item in items %}<li>{{ item.sentence }}
<span class="small">{% for a in item.because %}{{ a.short }}: {{ a.display }}{{ "; " if not loop.last }}{% endfor %}</span>
</li>{% endfor %}</ul>{% endfor %}
{% if r.ask_next %}<h2>To ask next</h2><ol>{% for q in r.ask_next %}<li>{{ q.ask }}</li>{% endfor %}</ol>{% endif %}
{% if r.would_change %}<h2>What would change this</h2><ul>
{% for change in r.would_change %}<li>{{ change.sentence }}</li>{% endfor %}</ul>{% endif %}
<h2>What to do now</h2>
{% if r.about_level %}<p>{{ r.about_level.what }}</p>{% endif %}
<ol>{% for step in r.next_steps %}<li>{{ step }}</li>{% endfor %}</ol>
{% if r.about_level %}<p>{{ r.about_level.iop_after }}</p>{% endif %}
{% if summary.week %}<h2>A typical week: {{ summary.track.title }}</h2><p>{{ summary.track.why }}</p><table>
{% for day in summary.week.days %}<tr><td><strong>{{ day.day | capitalize }}</strong></td><td>
{% for block in day.blocks %}{{ block.title }} {{ block.minutes_min }}-{{ block.minutes_max }} min<br>{% endfor %}</td></tr>
{% endfor %}</table>
<p><strong>{{ summary.week.hours_min }}-{{ summary.week.hours_max }} hours a week,
{{ summary.week.weeks_min }}-{{ summary.week.weeks_max }} weeks.</strong></p>
<ul>{% for note in summary.week.notes %}<li>{{ note }}</li>{% endfor %}</ul>{% endif %}
<h2>How to get ready</h2><ol>
{% for tip in summary.readiness.tips %}<li><strong>{{ tip.title }}</strong>: {{ tip.text }}
{% for text in tip.specific %}<br>{{ text }}{% endfor %}</li>{% endfor %}</ol>
<ul>{% for b in summary.readiness.barriers %}<li>{{ b.text }} {{ b.helps }}</li>{% endfor %}</ul>
<h2>Insurance: what to check</h2><ul>
{% for check in summary.readiness.insurance %}<li>{{ check }}</li>{% endfor %}</ul>
<h2>Admission criteria</h2><table>
{% for c in summary.criteria %}<tr><td>{{ c.truth | replace("_", " ") }}</td><td>{{ c.title }}
<span class="small">{{ c.sentence }}</span></td></tr>{% endfor %}</table>
<h2>Answers</h2><table>
{% for a in summary.answers %}<tr><td>{{ a.ask }}</td><td>{{ a.display }}{% if a.note %}<br>
<span class="small">{{ a.note }}</span>{% endif %}</td></tr>{% endfor %}</table>
<p class="small">{{ summary.disclaimer }} {{ pack.about.title }} {{ pack.about.version }}</p>
</body></html>
"""


def summary_html(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as an HTML page without scripts or anything from elsewhere."""
    from jinja2 import Environment  # noqa: PLC0415 - only this export needs it

    template = Environment(autoescape=True).from_string(PAGE)
    return template.render(summary=summary, pack=pack) + "\n"
