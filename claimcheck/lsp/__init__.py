"""This file is the language server's room: claims underlined while they are written, in editors that speak LSP.

server.py talks to the editor, documents.py lints what is open away from the conversation, linting.py opens what that
takes, shown.py says what an editor shows, positions.py counts as editors do.
"""
