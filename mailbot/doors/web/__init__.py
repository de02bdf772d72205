"""The web: what the outside sees by HTTP. One router a subject, pages from `templates/web`, one `Guard`.

FastAPI and uvicorn are imported here only, and only when `mailbot web` runs.
"""
