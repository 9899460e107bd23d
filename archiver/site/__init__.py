"""The archive as a static site: the server's pages as files, for any web server and for a folder on a disk."""
