// Makes the pages better where a script may run; every page works without it.
