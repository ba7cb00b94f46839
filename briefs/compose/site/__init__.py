"""The site of a library: pages for readers, a feed and a list for programs, all of them pure."""
