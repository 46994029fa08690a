"""Lo que llega del servicio: firma, duplicados y lo que está por atenderse. Un aviso se guarda antes de contestar: un corte no lo pierde."""

import base64
import hashlib
import hmac
import json
import os
import re
import sqlite3
import time

TABLAS = """
create table if not exists tramite (referencia text primary key, expediente text not null unique, folio text, estado text, version integer not null default 0,
  constancia text);
create table if not exists suscripcion (url text primary key, secreto text not null);
create table if not exists aviso (id text primary key, tipo text not null, expediente text not null, atendido integer not null default 0);
"""


def almacen(carpeta):
    os.makedirs(carpeta, mode=0o700, exist_ok=True)
    db = sqlite3.connect(os.path.join(carpeta, "portal.db"), isolation_level=None)  # cada sentencia es una transacción
    db.row_factory = sqlite3.Row
    db.executescript(TABLAS)
    return db


def legitimo(secreto, encabezados, cuerpo):
    """Standard Webhooks: HMAC-SHA-256 de «id.momento.cuerpo», comparado en tiempo constante; un momento de hace más de cinco minutos es una repetición."""
    ident, momento, firmas = (encabezados.get("webhook-" + n, "") for n in ("id", "timestamp", "signature"))
    if not re.fullmatch("[0-9]{1,12}", momento) or abs(time.time() - int(momento)) > 300:
        return False
    llave = base64.b64decode(secreto.removeprefix("whsec_"))
    buena = b"v1," + base64.b64encode(hmac.new(llave, f"{ident}.{momento}.".encode() + cuerpo, hashlib.sha256).digest())
    return any([hmac.compare_digest(buena, f.encode()) for f in firmas.split(" ")])


def recibir(db, secreto, encabezados, cuerpo):
    """(estado HTTP, respuesta) para una entrega."""
    if not legitimo(secreto, encabezados, cuerpo):
        return 401, b""
    evento = json.loads(cuerpo)
    if evento["type"] == "mx.gob.sre.dictamen.suscripcion.verificacion":
        return 200, json.dumps({"reto": evento["data"]["reto"]}).encode()
    # El que ya se conoce no entra otra vez: la entrega es «al menos una vez», y la repetida lleva el mismo id.
    db.execute("insert into aviso (id, tipo, expediente) values (?, ?, ?) on conflict do nothing", (evento["id"], evento["type"], evento["data"]["expediente"]))
    return 202, b""  # guardado; se trabaja después
