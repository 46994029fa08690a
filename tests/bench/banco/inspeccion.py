"""Inspection: the caged programs against the plain tools on the same files, and what 200 of them at once do to everybody else."""

import os
import selectors
import socket
import statistics
import subprocess
import threading
import time

from support import archivos

from .medida import error, escribir, lecturas

PARRAFO = ("Las Partes llevarán a cabo las actividades de cooperación a que se refiere el presente instrumento de conformidad con la "
           "legislación de sus respectivos países y con los recursos de que dispongan.")
HTML = ("<meta charset=utf-8><style>@page{size:letter}p{text-align:justify}</style><h1>Oficio de solicitud</h1>"
        + f"<p>{PARRAFO}</p>" * 12)


def carta(banco):
    """A letter of two pages as an office would export it, fonts and all."""
    camino = os.path.join(banco.entorno.carpeta, "tmp", "carta.pdf")
    subprocess.run(["/usr/bin/weasyprint", "-", camino], input=HTML.encode(), check=True, stderr=subprocess.DEVNULL)
    return camino


def texto(banco):
    """An agreement of some 25 pages."""
    camino = os.path.join(banco.entorno.carpeta, "tmp", "texto.docx")
    with open(camino, "wb") as f:
        f.write(archivos.docx(*(f"{i}. {PARRAFO}" for i in range(1, 401))))
    return camino


def correr(*ordenes):
    """One after the other; each may have descriptors of its own."""
    for orden, acciones in ordenes:
        pid = os.posix_spawn(orden[0], orden, {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, file_actions=acciones)
        if os.waitpid(pid, 0)[1] != 0:
            error(f"{orden[0]} did not end with 0")


def a_la_basura(entrada="/dev/null"):
    return [(os.POSIX_SPAWN_OPEN, 0, entrada, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]


def enjaulado(banco, camino, programa, tipo):
    """What the service starts for one document; the answer, that it must read, is read."""
    lee, escribe = os.pipe()
    acciones = a_la_basura() + [(os.POSIX_SPAWN_OPEN, 3, camino, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, escribe, 4)]
    orden = [os.path.join(banco.binarios, programa), "documento", str(tipo), str(os.path.getsize(camino)), "512", "8"]
    pid = os.posix_spawn(orden[0], orden, {}, file_actions=acciones)
    os.close(escribe)
    with os.fdopen(lee, "rb") as f:
        respuesta = f.read()
    if os.waitpid(pid, 0)[1] != 0 or not respuesta.startswith(b"JDIN1") or b"DIN3" not in respuesta:
        error(f"{programa} did not answer")


def nuestra_carta(banco, camino):
    enjaulado(banco, camino, "dictamen-inspector-pdf", 1)
    aviso = os.pipe()
    correr(([os.path.join(banco.binarios, "dictamen-jaula"), "8388608", "512", "10", "", "--", "/usr/bin/pdftotext", "-q", "-enc", "UTF-8", "-", "-"],
            a_la_basura(camino) + [(os.POSIX_SPAWN_DUP2, aviso[1], 3)]))
    for fd in aviso:
        os.close(fd)


def carta_a_secas(camino):
    correr((["/usr/bin/qpdf", "--check", camino], a_la_basura()), (["/usr/bin/pdftotext", camino, "-"], a_la_basura()))


def texto_a_secas(camino):
    correr((["/bin/sh", "-c", f"unzip -p {camino} word/document.xml | python3 -S -c 'import sys, xml.parsers.expat as e; e.ParserCreate().ParseFile(sys.stdin.buffer)'"],
            a_la_basura()))


def medir(que, veces):
    empezo = time.monotonic()
    for _ in range(veces):
        que()
    return (time.monotonic() - empezo) * 1000 / veces


def comparar(banco):
    pdf, docx = carta(banco), texto(banco)
    casos = {"una carta en PDF, frente a qpdf --check y pdftotext": (lambda: nuestra_carta(banco, pdf), lambda: carta_a_secas(pdf)),
             "un texto de Word, frente a unzip -p y expat": (lambda: enjaulado(banco, docx, "dictamen-inspector", 2), lambda: texto_a_secas(docx))}
    r = {que: ([], []) for que in casos}
    for _ in banco.ronda("inspection"):
        for que, (nuestro, suyo) in casos.items():
            r[que][0].append(medir(nuestro, 3 if banco.o.corto else 12))
            r[que][1].append(medir(suyo, 3 if banco.o.corto else 12))
    for que, (nuestros, suyos) in r.items():
        banco.informe.fila("revisar " + que, statistics.median(a / b for a, b in zip(nuestros, suyos)), 1.5, mayor=False)
        banco.informe.cruda("revisar " + que.split(",")[0], nuestros, "ms")
        banco.informe.cruda(que.split(", frente a ")[1], suyos, "ms")


def a_la_vez(banco, servicio, tramites, n):
    """
    `n` different documents uploaded at once, each on a connection of its own. Whoever uploads is elsewhere: this one thread costs the machine next to
    nothing beside the service, and nothing at all while it waits.
    """
    c = banco.mundo.en_puerto(servicio).local
    hechas = 0
    with selectors.DefaultSelector() as espera:
        for i in range(n):
            pdf = archivos.pdf_unico()
            s = socket.create_connection(("127.0.0.1", servicio.puerto), timeout=600)
            s.sendall(f"POST {tramites[i % len(tramites)].url}/documentos?clase=anexo&nombre=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {c.clave}\r\n"
                      f"Content-Type: {archivos.PDF}\r\nContent-Length: {len(pdf)}\r\n\r\n".encode() + pdf)
            espera.register(s, selectors.EVENT_READ)
        while espera.get_map():
            for k, _ in espera.select(600):
                hechas += k.fileobj.recv(65536).startswith(b"HTTP/1.1 201 ")
                espera.unregister(k.fileobj)
                k.fileobj.close()
    if hechas != n:
        error(f"of {n} documents at once {hechas} were taken")


def en_cola(banco, servicio_de, id_de, desde):
    """Reads without and with `n` inspections in the queue, in turns; then as many again, to see that the process does not keep what it saw."""
    n = 40 if banco.o.corto else 200
    s = servicio_de(banco.base, DICTAMEN_COLA_DOCUMENTOS="256")
    archivo = escribir(banco.entorno, "inspeccion.txt", [(id_de(desde + i), '"0"') for i in range(min(200, banco.enteros))])
    leer = lambda: lecturas(banco.base, s, banco.dgcp, archivo, "", 16, banco.segundos).p99  # noqa: E731
    antes, ociosas, cargadas, memoria = s.memoria(), [], [], []
    leer()
    for _ in banco.ronda("inspections in the queue"):
        mundo = banco.mundo.en_puerto(s)
        tramites = [mundo.tramite() for _ in range(10)]
        ociosas.append(leer())
        detras = threading.Thread(target=a_la_vez, args=(banco, s, tramites, n))
        detras.start()
        time.sleep(0.3)
        cargadas.append(leer())
        if not detras.is_alive():
            error("the queue was empty before the reads had ended")
        detras.join()
        memoria.append(s.memoria())
    a_la_vez(banco, s, [banco.mundo.en_puerto(s).tramite() for _ in range(10)], n)
    banco.informe.fila(f"p99 de las lecturas con {n} revisiones en espera, frente a ninguna",
                       statistics.median(b / a for a, b in zip(ociosas, cargadas)), 2, mayor=False)
    banco.informe.cruda("p99 de las lecturas, sin revisiones", ociosas, "ms")
    banco.informe.cruda(f"p99 de las lecturas, con {n} revisiones en espera", cargadas, "ms")
    banco.informe.fila(f"memoria residente tras otras {n} revisiones, frente a la que había tras las primeras", s.memoria() / memoria[0], 1.1, mayor=False)
    banco.informe.cruda(f"memoria residente antes y tras cada {n} revisiones", [antes, *memoria, s.memoria()], "MiB")
    s.parar()
