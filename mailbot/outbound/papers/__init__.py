"""Papers: one Markdown source each, one typed document, four forms (docx, PDF, mail, text), their lifecycle.

source (`templates/papers/<kind>.md` + facts) → `document` → `docx`, `pdf`, `html`, `text`; `making` holds
them together, `lifecycle` keeps them in the database, `answers` counts who has answered.
"""
