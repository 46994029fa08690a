#!/usr/bin/env python3
"""Comprueba, sin red y sin nada del servicio, lo que alguien guardó de la bitácora del Registro de Acuerdos Interinstitucionales.

  comprobar-bitacora.py PRUEBA --cabeza GUARDADA                        la prueba de inclusión es del mismo tamaño que la cabeza guardada
  comprobar-bitacora.py PRUEBA --cabeza GUARDADA --consistencia C       los tamaños difieren: hace falta la prueba de consistencia
  comprobar-bitacora.py --cabeza GUARDADA --otra NUEVA --consistencia C dos cabezas, una anterior y otra posterior

PRUEBA: el JSON de /v1/registro/bitacora/inclusion, o una constancia de inscripción o una copia certificada (PDF), que lo llevan dentro. GUARDADA,
NUEVA: el JSON de /v1/registro/bitacora o de una fila de /cabezas. C: el JSON de /v1/registro/bitacora/consistencia?de=…&a=….
De un PDF comprueba además que sea, byte por byte, lo que su sello ampara. Con openssl, y solo si se piden: --ca CA.pem comprueba que el sello sea de
esa autoridad; --llave LLAVE.pem, la firma de las cabezas. Sale con 0 si todo corresponde, 1 si algo no, 2 si no se puede leer lo que se le dio.

Solo usa la biblioteca estándar de Python 3. Qué se comprueba y por qué: docs/bitacora.md y RFC 9162, sección 2.1.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import subprocess
import sys
import tempfile

ORIGEN = "registro-de-acuerdos-interinstitucionales"
HUELLA_FIRMADA = bytes.fromhex("06092a864886f70d01090431220420")  # CMS (RFC 5652, 11.2): el atributo messageDigest, de 32 bytes


class Difiere(Exception):
    """Lo que se comprueba no corresponde."""


class Ilegible(Exception):
    """No se puede leer lo que se dio."""


def sha(b):
    return hashlib.sha256(b).digest()


def hoja(texto):
    return sha(b"\x00" + texto)


def nodo(izquierda, derecha):
    return sha(b"\x01" + izquierda + derecha)


def incluida(indice, tamano, hash_hoja, prueba, raiz):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= indice < tamano:
        return False
    fn, sn, r = indice, tamano - 1, hash_hoja
    for p in prueba:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = nodo(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = nodo(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == raiz


def consistente(de, a, raiz_de, raiz_a, prueba):
    """RFC 9162, 2.1.4.2."""
    if not 1 <= de <= a:
        return False
    if de == a:
        return not prueba and raiz_de == raiz_a
    prueba = list(prueba)
    if de & (de - 1) == 0:
        prueba.insert(0, raiz_de)
    if not prueba:
        return False
    fn, sn = de - 1, a - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = prueba[0]
    for p in prueba[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = nodo(p, fr), nodo(p, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = nodo(sr, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == raiz_de and sr == raiz_a


# --- lo que se lee ---------------------------------------------------------------------------------------------------------------


def hex32(v):
    if not isinstance(v, str) or not re.fullmatch("[0-9a-f]{64}", v):
        raise Ilegible("un hash no tiene 64 dígitos hexadecimales")
    return bytes.fromhex(v)


def entero(v):
    if not isinstance(v, int) or isinstance(v, bool) or v < 0:
        raise Ilegible("un tamaño o lugar no es un número entero")
    return v


def adjunto(pdf):
    """La prueba que una constancia o una copia certificada lleva dentro: un archivo incrustado, sin comprimir."""
    for m in re.finditer(rb"/Type\s*/EmbeddedFile\b[^>]*>>[^>]*>>\s*stream\r?\n|/Type\s*/EmbeddedFile\b[^>]*>>\s*stream\r?\n", pdf):
        fin = pdf.find(b"\nendstream", m.end())
        trozo = pdf[m.end():fin]
        if trozo.lstrip().startswith(b"{"):
            return trozo
    raise Ilegible("el PDF no lleva dentro una prueba de inclusión")


def comprobar_sello(pdf, ca):
    """El PDF es lo que se selló: el sello ampara todo menos a sí mismo, y la huella que firma es la de estos bytes. Con `ca`, y openssl, también de quién es."""
    rangos = re.findall(rb"/ByteRange \[0 (\d{1,10}) +(\d{1,10}) +(\d{1,10}) *\]", pdf)
    if not rangos:
        raise Ilegible("el PDF no lleva sello")
    antes, despues, resto = (int(x) for x in rangos[0])
    if len(rangos) != 1 or not antes < despues <= len(pdf) or len(pdf) - despues != resto:
        raise Difiere("el sello no ampara todo el PDF: se le agregó o se le quitó algo")
    amparado = pdf[:antes] + pdf[despues:]
    try:
        sello = binascii.unhexlify(pdf[antes + 1:despues - 1])
    except ValueError:
        raise Difiere("el sello del PDF no se puede leer") from None
    lugar = sello.find(HUELLA_FIRMADA)
    if lugar < 0 or sello[lugar + len(HUELLA_FIRMADA):][:32] != sha(amparado):
        raise Difiere("el PDF se alteró después de sellarse")
    if not ca:
        return
    with tempfile.NamedTemporaryFile() as s, tempfile.NamedTemporaryFile() as c:
        s.write(sello)
        s.flush()
        c.write(amparado)
        c.flush()
        p = subprocess.run(["openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", s.name, "-content", c.name, "-CAfile", ca,
                            "-purpose", "any", "-out", "/dev/null"], capture_output=True, check=False)
    if p.returncode != 0:
        raise Difiere("el sello del PDF no es válido, o no es de esa autoridad")


def leer(archivo, ca=None):
    try:
        with open(archivo, "rb") as f:
            contenido = f.read()
        if contenido.startswith(b"%PDF-"):
            comprobar_sello(contenido, ca)
            contenido = adjunto(contenido)
        v = json.loads(contenido.decode("utf-8"))
        if not isinstance(v, dict):
            raise Ilegible("no es un objeto JSON")
        return v
    except Ilegible as e:
        raise Ilegible(f"{archivo}: {e}") from None
    except (OSError, ValueError) as e:
        raise Ilegible(f"{archivo}: {e}") from None


def leer_cabeza(v):
    """(tamaño, raíz) de una cabeza cuya nota dice lo mismo que sus demás datos."""
    try:
        tamano, raiz = entero(v["tamano"]), hex32(v["raiz"])
        nota = f"{ORIGEN}\n{tamano}\n{base64.b64encode(raiz).decode()}\nmomento {v['momento']}\n"
        if v["nota"] != nota:
            raise Difiere("la nota de la cabeza no dice lo mismo que sus demás datos")
        return tamano, raiz
    except (KeyError, TypeError):
        raise Ilegible("la cabeza no está completa") from None


def comprobar_firma(v, llave):
    """Con openssl, que es otra mano: la firma Ed25519 de la nota."""
    try:
        firma = base64.b64decode(v["firma"], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raise Ilegible("la cabeza no lleva firma") from None
    with tempfile.NamedTemporaryFile() as f, tempfile.NamedTemporaryFile() as n:
        f.write(firma)
        f.flush()
        n.write(v["nota"].encode("utf-8"))
        n.flush()
        p = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", llave, "-rawin", "-in", n.name, "-sigfile", f.name],
                           capture_output=True, text=True, check=False)
    if p.returncode != 0:
        raise Difiere("la firma de la cabeza no es de esa llave")


# --- lo que se comprueba ---------------------------------------------------------------------------------------------------------


def comprobar_inclusion(v):
    """(índice, tamaño, raíz) de una prueba que lleva del texto de los actos a su raíz."""
    try:
        actos, indice, tamano, raiz = v["actos"], entero(v["indice"]), entero(v["tamano"]), hex32(v["raiz"])
        prueba, hash_hoja = [hex32(h) for h in v["prueba"]], hex32(v["hoja"])
        if not actos or not all(isinstance(a, str) for a in actos):
            raise Ilegible("la prueba no trae actos")
        previo = None
        for texto in actos:
            acto = json.loads(texto)
            if previo and (acto["asiento"] != previo[0]["asiento"] or acto["n"] != previo[0]["n"] + 1 or acto["indice"] <= previo[0]["indice"]
                           or acto["anterior"] != sha(previo[1].encode("utf-8")).hex()):
                raise Difiere("los actos no forman una sola cadena: uno no enlaza con el anterior")
            previo = acto, texto
        if previo[0]["indice"] != indice:
            raise Difiere("el acto dice estar en otro lugar de la bitácora")
    except (KeyError, TypeError, ValueError):
        raise Ilegible("la prueba de inclusión no está completa") from None
    if hoja(actos[-1].encode("utf-8")) != hash_hoja:
        raise Difiere("la hoja no es la del acto: su texto cambió")
    if not incluida(indice, tamano, hash_hoja, prueba, raiz):
        raise Difiere("la prueba no lleva de la hoja a la raíz")
    if "cabeza" in v and leer_cabeza(v["cabeza"]) != (tamano, raiz):
        raise Difiere("la cabeza firmada que la acompaña es de otro tamaño o de otra raíz")
    return indice, tamano, raiz


def misma_bitacora(guardada, tamano, raiz, consistencia):
    """El árbol de ese tamaño y esa raíz y el de la cabeza guardada son de una y la misma bitácora."""
    g_tamano, g_raiz = guardada
    if tamano == g_tamano:
        if raiz != g_raiz:
            raise Difiere("a ese mismo tamaño, la bitácora tenía otra raíz: su historia se cambió")
        return
    if 0 in (tamano, g_tamano):
        return
    if consistencia is None:
        raise Ilegible("los tamaños difieren: hace falta la prueba de consistencia entre los dos (--consistencia)")
    menor, mayor = sorted([(g_tamano, g_raiz), (tamano, raiz)])
    try:
        de, a = entero(consistencia["de"]), entero(consistencia["a"])
        raices = hex32(consistencia["raiz_de"]), hex32(consistencia["raiz_a"])
        prueba = [hex32(h) for h in consistencia["prueba"]]
    except (KeyError, TypeError):
        raise Ilegible("la prueba de consistencia no está completa") from None
    if (de, a) != (menor[0], mayor[0]):
        raise Difiere("la prueba de consistencia es de otros tamaños")
    if raices != (menor[1], mayor[1]):
        raise Difiere("la prueba de consistencia es de otras raíces: la historia se cambió")
    if not consistente(de, a, *raices, prueba):
        raise Difiere("la mayor no empieza con lo que tenía la menor: la historia se cambió")


def principal():
    p = argparse.ArgumentParser(description="Comprueba una prueba de la bitácora del Registro contra una cabeza guardada, sin red.")
    p.add_argument("prueba", nargs="?", metavar="PRUEBA", help="JSON de una prueba de inclusión, o el PDF de una constancia o de una copia certificada")
    p.add_argument("--cabeza", required=True, metavar="ARCHIVO", help="la cabeza guardada")
    p.add_argument("--otra", metavar="ARCHIVO", help="otra cabeza, anterior o posterior")
    p.add_argument("--consistencia", metavar="ARCHIVO", help="la prueba de consistencia, si los tamaños difieren")
    p.add_argument("--ca", metavar="PEM", help="la autoridad del sello; con ella se comprueba, con openssl, de quién es el sello de un PDF")
    p.add_argument("--llave", metavar="PEM", help="llave pública; con ella se comprueban las firmas con openssl")
    o = p.parse_args()
    try:
        cabeza = leer(o.cabeza)
        guardada = leer_cabeza(cabeza)
        otra = leer(o.otra) if o.otra else None
        consistencia = leer(o.consistencia) if o.consistencia else None
        if o.llave:
            for c in (cabeza, otra):
                if c:
                    comprobar_firma(c, o.llave)
        if o.prueba:
            indice, tamano, raiz = comprobar_inclusion(leer(o.prueba, o.ca))
            misma_bitacora(guardada, tamano, raiz, consistencia)
            print(f"Bien: el acto está en el lugar {indice} de la bitácora, que es la de la cabeza guardada.")
        if otra:
            misma_bitacora(guardada, *leer_cabeza(otra), consistencia)
            print("Bien: las dos cabezas son de una misma bitácora.")
        if not o.prueba and not otra:
            print("La cabeza se puede leer. Dé una PRUEBA u --otra cabeza para comprobarla contra ella.")
        return 0
    except Difiere as e:
        print(f"NO: {e}.")
        return 1
    except Ilegible as e:
        print(f"No se puede comprobar: {e}.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(principal())
