-- The registry act version_publica: another public text in the place of one that showed too much (docs/registro.md).
alter table registro_acto drop constraint registro_acto_acto_check;
alter table registro_acto add constraint registro_acto_acto_check
  check (acto in ('inscripcion', 'carga', 'correccion', 'renovacion', 'modificacion', 'terminacion', 'vencimiento', 'version_publica'));

-- What only the text before said must not be found as of a past day either: the past cards of the entry get the text words of the present one. The service may not
-- write the words of a card that stands; of all that such a right would allow it needs only this, so the owner of the table does it in its place.
create function registro_texto_sustituido(p_asiento text) returns void
language sql security definer set search_path = public, pg_temp as $$
  update asiento_ficha f
     set busqueda = ts_filter(f.busqueda, '{a,b,c}') || ts_filter(p.busqueda, '{d}') ||
                    registro_marcas(f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, f.fecha_firma, f.vigencia_desde, f.vigencia_hasta,
                                    f.inscrito_en, f.lugar_firma)
    from asiento_ficha p
   where p.asiento = p_asiento and p.hasta is null and f.asiento = p_asiento and f.hasta is not null
$$;
revoke execute on function registro_texto_sustituido(text) from public;
grant execute on function registro_texto_sustituido(text) to dictamen_servicio;
