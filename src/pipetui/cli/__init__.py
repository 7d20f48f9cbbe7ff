"""The command line: the services without a screen. One file per group of commands."""
