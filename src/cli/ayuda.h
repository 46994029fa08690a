/* What dictamend only prints: its help, its version, its routes, its settings. Private to src/cli. */
#ifndef CLI_AYUDA_H
#define CLI_AYUDA_H

#include <stdbool.h>

/* True when the command line asked for one of them: it is on standard output, and there is nothing else to do. */
bool ayuda_only(int argc, char **argv);

#endif
