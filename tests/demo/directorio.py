"""Organisations, people and keys through dictamenctl. Whoever is there already stays; keys are made for one run and revoked at its end."""

import json
import os
import subprocess
from datetime import date, timedelta

SRE = "Secretaría de Relaciones Exteriores"

# story's name: (name in the directory, role)
SECRETARIA = {
    "dgcp": ("Analista de la DGCP (demostración)", "dgcp"),
    "cja": ("Abogada revisora de la CJA (demostración)", "cja"),
    "cja_titular": ("Titular de la CJA (demostración)", "cja_titular"),
    "cja_suplente": ("Titular suplente de la CJA (demostración)", "cja_titular"),
}


class ErrorCtl(RuntimeError):
    pass


class Dictamenctl:
    """Runs dictamenctl; every answer is lines of JSON."""

    def __init__(self, carpeta):
        self.programa = os.path.join(carpeta, "dictamenctl")
        if not os.access(self.programa, os.X_OK):
            raise ErrorCtl(f"no está {self.programa}: indique en DICTAMEN_BIN la carpeta de los programas")

    def correr(self, *args, verifica=True):
        """(exit status, [objects])"""
        p = subprocess.run([self.programa, *args], capture_output=True, text=True, timeout=600)
        if verifica and p.returncode != 0:
            raise ErrorCtl(f"dictamenctl {' '.join(args[:2])}: {p.stderr.strip() or p.stdout.strip()}")
        return p.returncode, [json.loads(linea) for linea in p.stdout.splitlines() if linea.startswith("{")]

    def organizacion(self, nombre, nivel, entidad="", municipio="", siglas=""):
        for o in self.correr("organizacion", "lista")[1]:
            if (o["nombre"], o["nivel"], o.get("entidad", "")) == (nombre, nivel, entidad) and o["activa"]:
                return o["id"]
        args = ["organizacion", "alta", "--nombre", nombre, "--nivel", nivel]
        for opcion, valor in (("--entidad", entidad), ("--municipio", municipio), ("--siglas", siglas)):
            args += [opcion, valor] if valor else []
        return self.correr(*args)[1][-1]["id"]

    def usuario(self, organizacion, nombre, rol):
        for u in self.correr("usuario", "lista", "--organizacion", organizacion)[1]:
            if (u["nombre"], u["rol"]) == (nombre, rol) and u["activo"]:
                return u["id"]
        return self.correr("usuario", "alta", "--organizacion", organizacion, "--nombre", nombre, "--rol", rol)[1][-1]["id"]

    def clave(self, usuario):
        """(id, key), good until tomorrow."""
        k = self.correr("clave", "crear", "--usuario", usuario, "--vence", (date.today() + timedelta(days=1)).isoformat())[1][-1]
        return k["id"], k["clave"]

    def revocar(self, clave):
        self.correr("clave", "revocar", "--id", clave)

    def dominio(self, organizacion, dominio):
        """From where that organisation writes; whoever has it keeps it."""
        if not any(x["dominio"] == dominio for x in self.correr("organizacion", "dominio", "--id", organizacion)[1]):
            self.correr("organizacion", "dominio", "--id", organizacion, "--agregar", dominio)

    def recibir_correo(self, mensaje, rele):
        """The line that says what became of the message, handed over as that relay does it."""
        p = subprocess.run([self.programa, "recibir-correo"], input=mensaje, capture_output=True, timeout=120,
                           env={**os.environ, "DICTAMEN_CORREO_AUTORIDAD": rele})
        if p.returncode != 0:
            raise ErrorCtl(f"dictamenctl recibir-correo: {p.stderr.decode('utf-8', 'replace').strip()}")
        return json.loads(p.stdout.splitlines()[0])

    def verificar(self, *args):
        """(whole, the line that says so or names the first broken link)"""
        codigo, lineas = self.correr("verificar", *args, verifica=False)
        ultima = lineas[-1] if lineas else {}
        return codigo == 0 and ultima.get("integro") is True, ultima

    def verificar_paquete(self, archivo, ca):
        """(whole, the line that says so or names what is wrong); without configuration or database at hand."""
        p = subprocess.run([self.programa, "verificar-paquete", archivo, "--ca", ca], capture_output=True, text=True, timeout=300,
                           env={"PATH": os.environ.get("PATH", "")})
        if not p.stdout.strip():
            raise ErrorCtl(f"dictamenctl verificar-paquete: {p.stderr.strip()}")
        v = json.loads(p.stdout)
        return p.returncode == 0 and v["integro"] is True, v


class Directorio:
    """The people of the demonstration, each with a key of this run."""

    def __init__(self, ctl, nueva_persona):
        self.ctl, self.nueva_persona = ctl, nueva_persona
        self.claves, self.gente = [], {}

    def _persona(self, apodo, organizacion, nombre, rol):
        usuario = self.ctl.usuario(organizacion, nombre, rol)
        ident, clave = self.ctl.clave(usuario)
        self.claves.append(ident)
        self.gente[apodo] = self.nueva_persona(apodo, clave, usuario, organizacion)

    def preparar(self, casos):
        sre = self.ctl.organizacion(SRE, "federal", siglas="SRE")
        for apodo, (nombre, rol) in SECRETARIA.items():
            self._persona(apodo, sre, nombre, rol)
        for c in casos:
            o = self.ctl.organizacion(c.organizacion, c.acuerdo.nivel, c.acuerdo.cve_ent, c.municipio, c.siglas)
            self._persona(c.id, o, f"Enlace internacional de {c.corto} (demostración)", "gobierno_local")
        return self.gente

    def terminar(self):
        for p in self.gente.values():
            p.cerrar()
        for k in self.claves:
            self.ctl.revocar(k)
        self.claves = []
