"""Five real agreements walk through the procedure before your eyes, against a running service and through its public API only.

Environment: DICTAMEN_URL, DICTAMEN_BIN, DICTAMEN_BASE_DE_DATOS_ADMIN and DICTAMEN_BASE_DE_DATOS (dictamenctl's own; the second receives the e-mail),
DICTAMEN_DEMO_CARPETA (where the files are made), DICTAMEN_DEMO_CA (the authority of the service's seal; without it, the one that ./dev run makes).
Exit: 0 when all five ended as intended, 1 when not, 2 when it could not begin.
"""

import http.client
import os
import re
import secrets
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

import casos
import historias
import pruebas
from cliente import Inesperado, Persona
from directorio import Dictamenctl, Directorio
from documentos import Taller
from expedientes import Expediente, NoCuadra
from relato import Relato, dia

RAIZ = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ZONA = timezone(timedelta(hours=-6))  # America/Mexico_City since October 2022
CONSERVAR = 2                         # folders of earlier runs that stay
# Business days between the reception, were it now, and the intended signing: (least, most).
ANTELACION = {"R103": (21, 26), "R069": (28, 34), "R007": (3, 6), "R051": (16, 20), "R093": (12, 15)}
FIN_DE_SEMANA = ("Sábado", "Domingo")
DESCARGA = ("R069", "copia.pdf")
SELLADO = "R103"  # whose file is exported whole


class NoEmpieza(Exception):
    pass


def carpeta_bin():
    candidatas = [os.environ.get("DICTAMEN_BIN"), *(os.path.join(RAIZ, "build", c, "bin") for c in ("release", "asan", "clang"))]
    return next((c for c in candidatas if c and os.access(os.path.join(c, "dictamenctl"), os.X_OK)), candidatas[0] or candidatas[1])


def carpeta_de(referencia):
    """A folder for this run below var/demo, or a temporary one where that cannot be written."""
    base = os.environ.get("DICTAMEN_DEMO_CARPETA") or os.path.join(RAIZ, "var", "demo")
    try:
        os.makedirs(base, exist_ok=True)
        viejas = sorted(d for d in os.listdir(base) if re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{4}", d))
        for d in viejas[:-CONSERVAR]:
            shutil.rmtree(os.path.join(base, d), ignore_errors=True)
        os.mkdir(os.path.join(base, referencia))
        return os.path.join(base, referencia)
    except OSError:
        return tempfile.mkdtemp(prefix="dictamen-demo-")


def esperar(publico, segundos=15):
    limite = time.monotonic() + segundos
    while True:
        try:
            if publico.pedir("GET", "/readyz").status == 200:
                return
            motivo = "responde, pero /readyz dice que no está listo"
        except (OSError, http.client.HTTPException) as e:
            motivo = f"no responde ({e})"
        if time.monotonic() > limite:
            raise NoEmpieza(f"el servicio {motivo}. Arránquelo con ./dev run, o indique su dirección en DICTAMEN_URL")
        time.sleep(0.3)


def plazo(publico, firma, recepcion):
    consulta = {"fecha_firma": firma.isoformat(), "recepcion": recepcion.isoformat(timespec="seconds")}
    return publico.get("/v1/plazos", consulta=consulta).json


def elegir_firma(publico, ahora, antelacion):
    """(day, computation): the first working day whose count of business days fits, by the service's own calendar."""
    for dias in range(1, 120):
        firma = ahora.date() + timedelta(days=dias)
        p = plazo(publico, firma, ahora)
        if antelacion[0] <= p["n"] <= antelacion[1] and p["dias"][-1]["habil"]:
            return firma, p
    raise NoEmpieza(f"el calendario no da una firma con {antelacion[0]} a {antelacion[1]} días hábiles")


def mostrar_plazos(relato, todos, plazos):
    relato.apartado("Firmas pretendidas y plazos (GET /v1/plazos, público):")
    filas = [["acuerdo", "firma", "hábiles", "última recepción", "recomendada", ""]]
    for c in todos:
        firma, p = plazos[c.id]
        filas.append([c.corto, dia(firma.isoformat()), p["n"], dia(p["ultima_recepcion"]), dia(p["recepcion_recomendada"]),
                      "en tiempo" if p["en_tiempo"] else "tardía"])
    relato.tabla(filas)
    if any(p["calendario_incompleto"] for _, p in plazos.values()):
        relato.parrafo("El calendario de suspensión de labores de la SRE no está cargado para todos esos años: las respuestas lo advierten "
                       "(calendario_incompleto).", 2, color="tenue")
    inhabiles = {d["fecha"]: d for _, p in plazos.values() for d in p["dias"] if not d["habil"] and d.get("motivo") not in FIN_DE_SEMANA}
    for f in sorted(inhabiles)[:6]:
        relato.parrafo(f"Inhábil {dia(f)}: {inhabiles[f].get('motivo', '')} ({inhabiles[f]['fuente']})", 2, color="tenue")


def contar(relato, caso, lugar, taller, gente, ctl, firma, anteriores):
    """One story; (Expediente, what went wrong or None)."""
    a = caso.acuerdo
    relato.titulo(f"{lugar} · {a.titulo}", f"{caso.lema}. Fuente: acuerdos_reales.csv, {a.id}.")
    e = Expediente(caso, gente, relato, taller, ctl, anteriores)
    try:
        historias.HISTORIAS[caso.id](e, firma)
        e.cerrar()
        return e, None
    except (Inesperado, NoCuadra, RuntimeError, OSError, http.client.HTTPException, KeyError, StopIteration, ValueError) as fallo:
        relato.parrafo(f"FALLÓ: {type(fallo).__name__}: {fallo}", 2, color="rojo")
        return e, fallo


def verificar(relato, ctl, expedientes):
    """{id of the agreement: whole}; and the whole database."""
    relato.titulo("Las cadenas de actos (dictamenctl verificar)")
    integras = {}
    for e in expedientes:
        if not e.ident:
            continue
        integras[e.caso.id], linea = ctl.verificar("--expediente", e.ident, "--documentos")
        detalle = (f"íntegra: {linea.get('actos')} actos, {linea.get('documentos')} documentos con su SHA-256" if integras[e.caso.id]
                   else f"ROTA en el acto {linea.get('n')}: {linea.get('difiere', 'no se pudo verificar')}")
        relato.linea(f"  {e.caso.corto:<11} {e.folio or e.ident:<15} {detalle}")
    bien, linea = ctl.verificar()
    relato.linea(f"  Toda la base: {linea.get('expedientes')} expedientes, {linea.get('actos')} actos, todas las cadenas íntegras." if bien else
                 f"  Toda la base: ROTA en {linea.get('folio', linea.get('expediente'))}, acto {linea.get('n')}: {linea.get('difiere', '')}")
    return integras, bien


def comparar_descarga(relato, e):
    relato.apartado(f"Un documento, de vuelta: «{DESCARGA[1]}» de {e.caso.corto}")
    bytes_, subido, bajado, repr_digest = e.descargar(DESCARGA[1])
    relato.linea(f"  subido   {subido}")
    relato.linea(f"  bajado   {bajado}")
    relato.linea(f"  servidor {repr_digest}")
    relato.linea(f"  {bytes_} bytes, {'los mismos' if subido == bajado else 'DISTINTOS'}.")


def sellar(relato, e, ctl):
    relato.titulo("El expediente sellado: lo que se prueba sin el servicio",
                  "Lo exporta el gobierno local con lo que él puede leer, y lo comprueba quien solo tiene el certificado de la autoridad.")
    pruebas.paquete(e, ctl, relato)


def resumen(relato, resultados, integras):
    relato.titulo("Resumen")
    filas = [["acuerdo", "folio", "resultado", "dictamen o reg.", "días", "actos", ""]]
    for e, fallo in resultados:
        p = e.pasos_final or {}
        dias = p.get("dias_por_oficina", {})
        ultimo = next((n for n in reversed(e.numeros) if n.startswith(("RAII", "DICT"))), "—")
        filas.append([e.caso.corto, e.folio or "—", p.get("resultado", "—"), ultimo,
                      "/".join(str(dias[o]) for o in ("gobierno_local", "dgcp", "cja")) if dias else "—",
                      e.actos() if p else "—", "✓" if fallo is None and integras.get(e.caso.id) else "FALLÓ"])
    relato.tabla(filas)
    relato.parrafo("Días: hábiles en manos del gobierno local, la DGCP y la CJA; son 0 porque todo ocurrió hoy; la firma de cada acuerdo se "
                   "da por celebrada hoy porque la demostración no espera a la fecha pretendida.", 2, color="tenue")
    relato.apartado("Números que dio cada serie, en su orden:")
    for e, _ in resultados:
        relato.parrafo(" · ".join(e.numeros), 16, f"  {e.caso.corto:<13} ")


def recorrer(relato, url, ctl):
    publico = Persona(url, "público")
    esperar(publico)
    ahora = datetime.now(ZONA)
    referencia = f"{ahora:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    todos = casos.preparar()
    relato.titulo(f"dictamend: cinco acuerdos por los doce pasos · {url}",
                  f"Corrida {referencia}. Los acuerdos son reales; su redacción, las personas y las firmas son inventadas.")
    directorio = Directorio(ctl, lambda nombre, clave, usuario, org: Persona(url, nombre, clave, usuario, org))
    try:
        gente = directorio.preparar(todos)
        relato.linea(f"Personas con clave de esta corrida (dictamenctl): {len(gente)}")
        plazos = {c.id: elegir_firma(publico, ahora, ANTELACION[c.id]) for c in todos}
        mostrar_plazos(relato, todos, plazos)
        taller = fabricar(relato, referencia, ahora, todos, plazos)
        resultados = []
        for n, c in enumerate(todos, 1):
            anteriores = [e for e, _ in resultados]
            resultados.append(contar(relato, c, f"{n}/{len(todos)}", taller, gente, ctl, plazos[c.id][0], anteriores))
        integras, bien = verificar(relato, ctl, [e for e, _ in resultados])
        de = {e.caso.id: e for e, _ in resultados}
        try:
            comparar_descarga(relato, de[DESCARGA[0]])
            sellar(relato, de[SELLADO], ctl)
        except (Inesperado, NoCuadra, KeyError, RuntimeError, StopIteration) as fallo:
            bien = False
            relato.parrafo(f"FALLÓ: {type(fallo).__name__}: {fallo}", 2, color="rojo")
        resumen(relato, resultados, integras)
    finally:
        directorio.terminar()
        publico.cerrar()
    return bien and all(fallo is None and integras.get(e.caso.id) for e, fallo in resultados)


def fabricar(relato, referencia, ahora, todos, plazos):
    carpeta, desde = carpeta_de(referencia), time.monotonic()
    relato.apartado("Documentos hechos en el momento con LibreOffice e ImageMagick:")
    taller = Taller(carpeta, referencia, ahora.date())
    for c in todos:
        taller.encargar(c, plazos[c.id][0])
    hechos = taller.fabricar()
    relato.linea(f"  {hechos['.docx']} de Word y {hechos['.pdf']} PDF en {time.monotonic() - desde:.0f} s, en {carpeta}")
    return taller


def main():
    relato = Relato()
    url = (os.environ.get("DICTAMEN_URL") or "http://127.0.0.1:8080").rstrip("/")
    try:
        bien = recorrer(relato, url, Dictamenctl(carpeta_bin()))
    except (NoEmpieza, RuntimeError) as e:
        print(f"demo: {e}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    relato.linea()
    relato.linea(relato.color("verde", "Los cinco expedientes terminaron como debían.") if bien else
                 relato.color("rojo", "Algo no terminó como debía: vea arriba."))
    return 0 if bien else 1


if __name__ == "__main__":
    sys.exit(main())
