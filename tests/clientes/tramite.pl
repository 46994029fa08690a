#!/usr/bin/perl
# The whole procedure through the client that OpenAPI::Client (Perl) makes of openapi.yaml. It holds every request against the description before
# it sends it: what is written there is enough to be accepted.
#   perl tramite.pl http://127.0.0.1:8080 <folder with openapi30.yaml, claves.json and the documents>
use v5.36;
use utf8;
use Digest::SHA qw(sha256_base64 sha256_hex);
use Mojo::File qw(path);
use Mojo::JSON qw(decode_json encode_json true);
use OpenAPI::Client;
use POSIX qw(strftime);

my ($servicio, $carpeta) = @ARGV;
my $claves = decode_json(path($carpeta, 'claves.json')->slurp);
my ($expediente, $version, $n) = (undef, undef, 0);
our $tipo; # of the body that is about to be sent, unless it is JSON

sub cliente ($clave = undef) {
	my $c = OpenAPI::Client->new("file://$carpeta/openapi30.yaml", base_url => $servicio);
	$c->on(after_build_tx => sub ($, $tx) {
		my $h = $tx->req->headers;
		$h->authorization("Bearer $clave") if $clave;
		$h->content_type($tipo) if $tipo;
	});
	return $c;
}

my %quien = map { $_ => cliente($claves->{$_}) } qw(municipio dgcp cja titular);
my $cualquiera = cliente();

sub dado ($tx, $estado = 200) {
	my $r = $tx->res;
	die $tx->req->url, ': ', $r->code // '', ' ', $r->body // $tx->error->{message}, "\n" unless ($r->code // 0) == $estado;
	$version = $r->headers->etag if $estado == 201;
	return $r->json;
}

sub clave { return join '-', $$, time, ++$n }

sub ver ($persona) { return dado($quien{$persona}->verExpediente({id => $expediente})) }

sub subir ($persona, $clase, $nombre) {
	my $bytes = path($carpeta, $nombre)->slurp;
	local $tipo = $nombre =~ /docx$/ ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' : 'application/pdf';
	my $d = dado($quien{$persona}->incorporarDocumento(
		{id => $expediente, clase => $clase, nombre => $nombre, 'Idempotency-Key' => clave(), 'Content-Digest' => 'sha-256=:' . sha256_base64($bytes) . '=:'},
		body => $bytes), 201);
	die "$nombre changed on its way\n" unless $d->{sha256} eq sha256_hex($bytes);
	return $d;
}

sub acto ($persona, $acto, $estado, $datos = undef) {
	my $r = dado($quien{$persona}->realizarActo({id => $expediente, 'If-Match' => $version, 'Idempotency-Key' => clave()},
		json => {acto => $acto, $datos ? (datos => $datos) : ()}), 201);
	die "$acto: $r->{expediente}{estado}\n" unless $r->{expediente}{estado} eq $estado;
	return $r;
}

# The client refuses by itself what the description does not allow; so does the service.
my $datos = decode_json(path($carpeta, 'datos.json')->slurp);
die "a level that does not exist was let through\n"
	unless $quien{municipio}->abrirExpediente({'Idempotency-Key' => clave()}, json => {datos => {%$datos, nivel => 'federal'}})->error->{message} eq 'Invalid input';

# Steps 1 to 4.
$expediente = dado($quien{municipio}->abrirExpediente({'Idempotency-Key' => clave()}, json => {datos => $datos}), 201)->{expediente}{id};
{
	local $tipo = 'application/merge-patch+json';
	my $tx = $quien{municipio}->modificarDatos({id => $expediente, 'If-Match' => $version}, json => {lugar_firma => 'Kioto', vigencia_desde => undef});
	die "not changed\n" unless dado($tx)->{datos}{lugar_firma} eq 'Kioto';
}
subir('municipio', 'solicitud', 'solicitud.pdf');
subir('municipio', 'proyecto', 'proyecto.docx');
subir('municipio', 'anexo', 'anexo.pdf');
my $folio = acto('municipio', 'presentar', 'presentado', {declaracion_version_final => true})->{numero};

# Steps 5 to 8.
acto('dgcp', 'turnar', 'turnado');
acto('cja', 'recibir', 'en_revision');
acto('cja', 'observar', 'observado', {observaciones => [{clausula => 'PRIMERA.', texto => 'Precisar el objeto.', severidad => 'alta'}]});
subir('municipio', 'proyecto', 'proyecto2.docx');
my @respuestas = map { {numero => $_->{numero}, respuesta => 'Se precisó.'} } grep { !$_->{respuesta} } ver('municipio')->{observaciones}->@*;
acto('municipio', 'atender', 'en_revision', {respuestas => \@respuestas});
subir('cja', 'proyecto_dictamen', 'dictamen.pdf');
acto('titular', 'dictaminar', 'dictaminado', {sentido => 'procedente', fundamento => 'Artículo 7 de la Ley sobre la Celebración de Tratados.',
	motivacion => 'El objeto está dentro de las facultades del Ayuntamiento.'});
acto('dgcp', 'responder', 'respondido');
acto('municipio', 'acusar', 'respondido');

# Steps 9 to 12.
$ENV{TZ} = 'America/Mexico_City';
subir('municipio', 'copia_firmada', 'copia.pdf');
acto('municipio', 'remitir_copia', 'copia_recibida', {fecha_suscripcion => strftime('%Y-%m-%d', localtime), lugar_suscripcion => 'Kioto'});
acto('dgcp', 'solicitar_registro', 'registro_solicitado');
my @verificaciones = map { {numero => $_->{numero}, resultado => 'incorporada'} } ver('cja')->{observaciones}->@*;
my $numero = acto('titular', 'inscribir', 'inscrito', {terminos => 'Se inscribe el texto firmado.', verificaciones => \@verificaciones})->{numero};
acto('dgcp', 'concluir', 'concluido');

# The constancia, once it is written and sealed; the public registry, without a key.
my $constancia;
until ($constancia) {
	($constancia) = grep { $_->{clase} eq 'constancia' } dado($quien{municipio}->listarDocumentos({id => $expediente}))->{datos}->@*;
	select undef, undef, undef, 0.3 unless $constancia;
}
for my $tx ($quien{municipio}->descargarDocumento({id => $expediente, documento => $constancia->{id}}), $cualquiera->descargarConstancia({numero => $numero})) {
	dado($tx);
	die "the constancia is another one\n" unless sha256_hex($tx->res->body) eq $constancia->{sha256};
}
my $asiento = dado($cualquiera->verAsiento({numero => $numero}));
my $encontrados = dado($cualquiera->listarAsientos({q => $datos->{denominacion}, limite => 5}));
print encode_json({expediente => $expediente, folio => $folio, numero => $numero, asiento => $asiento, encontrados => $encontrados}), "\n";
