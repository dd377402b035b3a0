"""What is handed out on paper: the client's page, the chart's pages, the whole summary.

Each is built as a ``Document`` from the summary (one file a hand-out: ``client``, ``chart``,
``whole``), and each format is one function from a ``Document`` to text or bytes
(``html.document_html``, ``markdown.document_markdown``). A further format reads the
``Document``; a further hand-out builds one. What several hand-outs share is in ``shared``.
"""
