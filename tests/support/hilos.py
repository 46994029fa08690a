"""Things that must happen at the same instant."""

import threading


def a_la_vez(*acciones):
    """Runs the functions at the same instant, each in a thread of its own; their results in order. The first failure is raised."""
    barrera = threading.Barrier(len(acciones))
    salidas = [None] * len(acciones)

    def correr(i, f):
        barrera.wait()
        try:
            salidas[i] = f()
        except BaseException as e:
            salidas[i] = e
    hilos = [threading.Thread(target=correr, args=(i, f)) for i, f in enumerate(acciones)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    for s in salidas:
        if isinstance(s, BaseException):
            raise s
    return salidas
